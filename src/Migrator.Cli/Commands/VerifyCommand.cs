using System.CommandLine;
using Migrator.Cli.Help;
using Migrator.Cli.Output;
using Migrator.Engine.Checking;

namespace Migrator.Cli.Commands;

/// <summary><c>bindle2oci verify</c>.</summary>
internal sealed class VerifyCommand(CliContext context)
{
    private readonly Argument<string?> _source = new("source")
    {
        Description =
            "A standalone folder or .tar.gz, a store's folder, bindle:NAME/VERSION with --bindle-server, or the "
            + "sources of a Wagi app: HIPPOFACTS or modules.toml.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Argument<string?> _target = new("target")
    {
        Description =
            "HOST/REPOSITORY[:TAG|@DIGEST], oci:DIR[:TAG|@DIGEST] or oci-archive:FILE[:TAG|@DIGEST]: the artifact to "
            + "hold against the bindle.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly SourceOptions _sourceOptions = new();
    private readonly SignatureOptions _signatureOptions = new();
    private readonly RegistryFlags _registryFlags = new();
    private readonly TransferFlags _transferFlags = new();
    private readonly OutputOptions _outputOptions = new();

    public Command Create()
    {
        var command =
            new CliCommand("verify", "Reads and hashes all of a bindle, and holds a migrated artifact against it.")
        {
            _source, _target,
        };
        _sourceOptions.AddTo(command);
        _signatureOptions.AddTo(command);
        _registryFlags.AddTo(command);
        _transferFlags.AddTo(command);
        _outputOptions.AddTo(command);
        command.Examples =
        [
            "bindle2oci verify ./shop.tar.gz",
            "bindle2oci verify ./shop.tar.gz registry.example.com/team/shop:1.2.0",
            "bindle2oci verify ./shop.tar.gz oci:./layout:1.2.0",
            "bindle2oci verify ./shop.tar.gz --keyring keyring.toml --strategy CreativeIntegrity",
            "bindle2oci verify bindle:example.com/shop/1.2.0 --bindle-store /bindle-data --output json",
        ];
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var report = _outputOptions.ReportFor(parsed, context);
        var choice = _sourceOptions.ChoiceOf(parsed, parsed.GetValue(_source), context);
        var target = parsed.GetValue(_target) is { } text ? TargetArgument.ToRead(text) : null;
        var resilience = _transferFlags.OptionsOf(parsed, report);
        using var registries = _registryFlags.SessionFor(parsed, context, target?.Place, resilience, report);
        var request = new CheckRequest
        {
            OpenSource = _sourceOptions.OpenerOf(parsed, choice, resilience, context, report),
            Id = choice.Id,
            OpenTarget = target?.OpenBy(registries),
            Reference = target?.Name,
            Policy = _sourceOptions.PolicyOf(parsed) with
            {
                Signatures = _signatureOptions.CheckOf(
                    parsed, _sourceOptions.HostKeysOf(parsed, choice, resilience, context, report)),
            },
        };
        var outcome = await ProgressDisplay.RunAsync(
            context,
            report,
            observer => new BindleCheck(context.Clock, observer).RunAsync(request, cancellationToken)).ConfigureAwait(
                false);
        return CheckReport.Write(report, outcome, registries);
    }
}
