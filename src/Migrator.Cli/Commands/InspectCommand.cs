using System.CommandLine;
using Migrator.Cli.Help;
using Migrator.Cli.Output;
using Migrator.Engine.Checking;
using Migrator.Engine.Inspection;

namespace Migrator.Cli.Commands;

/// <summary><c>bindle2oci inspect</c>.</summary>
internal sealed class InspectCommand(CliContext context)
{
    private readonly Argument<string?> _source = new("source")
    {
        Description =
            "A folder, .tar.gz or store of bindles, HIPPOFACTS, modules.toml, bindle:NAME/VERSION with "
            + "--bindle-server, HOST/REPOSITORY[:TAG|@DIGEST] or oci:DIR[:TAG|@DIGEST].",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly SourceOptions _sourceOptions = new();
    private readonly RegistryFlags _registryFlags = new();
    private readonly TransferFlags _transferFlags = new();
    private readonly OutputOptions _outputOptions = new();

    public Command Create()
    {
        var command = new CliCommand(
            "inspect", "Shows what a source holds, what a bindle is, or what an OCI target holds.") { _source };
        _sourceOptions.AddTo(command);
        _registryFlags.AddTo(command);
        _transferFlags.AddTo(command);
        _outputOptions.AddTo(command);
        command.Examples =
        [
            "bindle2oci inspect /bindle-data",
            "bindle2oci inspect /bindle-data --id example.com/shop/1.2.0",
            "bindle2oci inspect --bindle-server https://bindle.example.com/v1 --query shop",
            "bindle2oci inspect registry.example.com/team/shop",
            "bindle2oci inspect oci:./layout:1.2.0 --output json",
        ];
        command.SetAction(RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var report = _outputOptions.ReportFor(parsed, context);
        return parsed.GetValue(_source) is { } text && NamesTarget(parsed, text)
            ? ShowArtifactAsync(report, parsed, text, cancellationToken)
            : ShowBindleAsync(report, parsed, cancellationToken);
    }

    private bool NamesTarget(ParseResult parsed, string text) => TargetArgument.IsOnDisk(text)
        || (!_sourceOptions.NamesPlace(parsed) && TargetArgument.IsRegistry(text));

    private async Task<int> ShowArtifactAsync(
        Report report, ParseResult parsed, string text, CancellationToken cancellationToken)
    {
        var target = TargetArgument.ToRead(text);
        var resilience = _transferFlags.OptionsOf(parsed, report);
        using var registries = _registryFlags.SessionFor(parsed, context, target.Place, resilience, report);
        var outcome = await ArtifactInspection.RunAsync(
            target.OpenBy(registries), target.Name, cancellationToken).ConfigureAwait(false);
        return ArtifactReport.Write(report, outcome, registries);
    }

    private async Task<int> ShowBindleAsync(Report report, ParseResult parsed, CancellationToken cancellationToken)
    {
        var choice = _sourceOptions.ChoiceOf(parsed, parsed.GetValue(_source), context);
        var resilience = _transferFlags.OptionsOf(parsed, report);
        var request = new CheckRequest
        {
            OpenSource = _sourceOptions.LookerOf(parsed, choice, resilience, context, report),
            Id = choice.Id,
            Policy = _sourceOptions.PolicyOf(parsed) with { IncludeYanked = true },
        };
        var outcome =
            await new BindleInspection(context.Clock).RunAsync(request, cancellationToken).ConfigureAwait(false);
        return BindleReport.Write(report, outcome);
    }
}
