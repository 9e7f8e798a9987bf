using Migrator.Engine.Batch.Running;
using Migrator.Engine.Journal;

namespace Migrator.Cli.Output.Batches;

/// <summary>The result of <c>batch run</c>.</summary>
internal static class RunReport
{
    /// <summary>Writes it; gives the exit code, which is that of the run's part of the plan.</summary>
    public static int Write(CliContext context, Report report, RunEnded ended, Shard shard, string journal, string goOn)
    {
        using var view = JournalView.Open(journal);
        var refused = view.States(shard).GetValueOrDefault(AppState.Refused);
        if (report.IsJson)
        {
            context.Output.WriteLine(EventJson.Of(ended));
        }
        else if (!report.HasEvents)
        {
            var progress = ended.Progress;
            report.Result(
                $"{progress.Done} done, {progress.AlreadyThere} were there, {progress.Confirmed} confirmed, "
                + (progress.NotLookedFor > 0 ? $"{progress.NotLookedFor} not looked at, " : "")
                + $"{progress.Failed} failed, {progress.Skipped} skipped, {refused} refused by the plan, "
                + $"{ended.Open} open; {ByteSize.Format(progress.Bytes)} in {Duration.Format(progress.Elapsed)}");
        }

        if (ended.Open > 0 || ended.Ending != RunEnding.Finished)
        {
            report.Info($"Go on with: {goOn}");
        }

        return CodeOf(ended, refused);
    }

    private static int CodeOf(RunEnded ended, long refused) => ended.Ending switch
    {
        RunEnding.Stopped or RunEnding.Cancelled => ExitCode.Cancelled,
        RunEnding.OutOfTime or RunEnding.OutOfTransfer => ExitCode.Budget,
        _ when ended.Open > 0 || refused > 0 => ExitCode.Partly,
        _ when ended.Progress.Unconfirmed > 0 => ExitCode.Temporary,
        _ => ExitCode.Done,
    };
}
