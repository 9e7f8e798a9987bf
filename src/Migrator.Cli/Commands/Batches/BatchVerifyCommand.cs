using System.CommandLine;
using Migrator.Cli.Help;
using Migrator.Cli.Output;
using Migrator.Cli.Output.Batches;
using Migrator.Engine.Batch.Checking;
using Migrator.Engine.Journal;
using Migrator.Engine.Reporting;

namespace Migrator.Cli.Commands.Batches;

/// <summary><c>bindle2oci batch verify</c>.</summary>
internal sealed class BatchVerifyCommand(CliContext context)
{
    private readonly Argument<string[]> _journals = new("journal")
    {
        Description = "The journal that batch plan wrote; all copies of it, when machines ran a part each.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _folder = new("--folder")
    {
        Description = "The folder that paths of the batch file start from (default: the first journal's).",
        HelpName = "DIR",
    };

    private readonly BatchFlags _flags = new();
    private readonly OutputOptions _outputOptions = new(hasEvents: true);

    public Command Create()
    {
        var command = new CliCommand(
            "verify", "Reads both sides again, and holds every artifact against its bindle. Writes nothing.")
        {
            _journals, _folder,
        };
        _flags.AddTo(command);
        _outputOptions.AddTo(command);
        command.Examples =
        [
            "bindle2oci batch verify batch.db",
            "bindle2oci batch verify part1.db part2.db --output json",
        ];
        command.SetAction((parsed, stop) => BatchGuard.RunAsync(context, parsed, () => RunAsync(parsed, stop)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var report = _outputOptions.ReportFor(parsed, context);
        var paths = parsed.GetRequiredValue(_journals);
        using var views = JournalViews.Open(paths);
        var file = views.ReadBatch();
        if (file.Deploy is not null)
        {
            throw new UsageException(
                "The batch deploys, and a cloud's registry lets nobody read; bindle2oci status says what runs.");
        }

        views.RequireSealed();
        using var session = _flags.SessionFor(parsed, context, file, report);
        var folder = BatchFlags.FolderOf(parsed.GetValue(_folder), paths[0]);
        var check = new BatchCheck(
            views, _flags.PlacesOf(parsed, context, file, folder, session, report), context.Clock);
        var tally = new CheckTally(BatchReport.Of(paths[0], views, context.Clock));
        var display = new CheckDisplay(context, report, tally);
        await LiveDisplay.RunAsync(context, report, () => display.State, () => display.FollowAsync(
            check.RunAsync(stop))).ConfigureAwait(false);
        return BatchCheckReport.Write(report, tally);
    }
}
