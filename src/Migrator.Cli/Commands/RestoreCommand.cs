using System.CommandLine;
using Migrator.Cli.Output;
using Migrator.Engine.Restoring;

namespace Migrator.Cli.Commands;

/// <summary><c>bindle2oci restore</c>.</summary>
internal sealed class RestoreCommand(CliContext context)
{
    private readonly Argument<string> _target = new("target")
    {
        Description =
            "oci:DIR[:TAG|@DIGEST] or oci-archive:FILE[:TAG|@DIGEST]: a bindle, or an artifact with one beside it.",
    };

    private readonly Argument<string> _folder = new("dir")
    {
        Description = "The standalone bindle's own folder: not there yet, or empty.",
    };

    private readonly OutputOptions _outputOptions = new();

    public Command Create()
    {
        var command = new Command(
            "restore", "Brings a bindle back from OCI, bit for bit; prints its folder.") { _target, _folder };
        _outputOptions.AddTo(command);
        HelpExamples.Add(
            command,
            "bindle2oci restore oci:./registry:1.2.0 ./restored",
            "bindle2oci restore oci-archive:shop.tar ./restored --output json");
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var report = _outputOptions.ReportFor(parsed, context);
        var target = TargetArgument.ToRead(parsed.GetValue(_target));
        var request = new RestoreRequest
        {
            OpenTarget = target.Open,
            Reference = target.Name,
            Folder = parsed.GetRequiredValue(_folder),
        };
        var outcome = await ProgressDisplay.RunAsync(
            context,
            report.IsQuiet,
            observer => new BindleRestore(context.Clock, observer).RunAsync(request, cancellationToken)).ConfigureAwait(
                false);
        return RestoreReport.Write(report, outcome);
    }
}
