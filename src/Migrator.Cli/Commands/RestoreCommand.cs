using System.CommandLine;
using Migrator.Cli.Help;
using Migrator.Cli.Output;
using Migrator.Engine.Restoring;

namespace Migrator.Cli.Commands;

/// <summary><c>bindle2oci restore</c>.</summary>
internal sealed class RestoreCommand(CliContext context)
{
    private readonly Argument<string> _target = new("target")
    {
        Description =
            "HOST/REPOSITORY[:TAG|@DIGEST], oci:DIR[:TAG|@DIGEST] or oci-archive:FILE[:TAG|@DIGEST]: a bindle, or an "
            + "artifact with one beside it.",
    };

    private readonly Argument<string> _folder = new("dir")
    {
        Description = "The standalone bindle's own folder: not there yet, or empty.",
    };

    private readonly RegistryFlags _registryFlags = new();
    private readonly TransferFlags _transferFlags = new();
    private readonly OutputOptions _outputOptions = new();

    public Command Create()
    {
        var command = new CliCommand(
            "restore", "Brings a bindle back from OCI, bit for bit; prints its folder.") { _target, _folder };
        _registryFlags.AddTo(command);
        _transferFlags.AddTo(command);
        _outputOptions.AddTo(command);
        command.Examples =
        [
            "bindle2oci restore registry.example.com/team/shop:1.2.0 ./restored",
            "bindle2oci restore oci:./layout:1.2.0 ./restored",
            "bindle2oci restore oci-archive:shop.tar ./restored --output json",
        ];
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var report = _outputOptions.ReportFor(parsed, context);
        var target = TargetArgument.ToRead(parsed.GetValue(_target));
        var resilience = _transferFlags.OptionsOf(parsed, report);
        using var registries = _registryFlags.SessionFor(parsed, context, target.Place, resilience, report);
        var request = new RestoreRequest
        {
            OpenTarget = target.OpenBy(registries),
            Reference = target.Name,
            Folder = parsed.GetRequiredValue(_folder),
        };
        var outcome = await ProgressDisplay.RunAsync(
            context,
            report,
            observer => new BindleRestore(context.Clock, observer).RunAsync(request, cancellationToken)).ConfigureAwait(
                false);
        return RestoreReport.Write(report, outcome, registries);
    }
}
