using Migrator.Engine.Batch.Running;
using Migrator.Engine.Journal;

namespace Migrator.Cli.Output.Batches;

/// <summary>The result of <c>batch run</c>.</summary>
internal static class RunReport
{
    /// <summary>Writes it; gives the exit code, which is that of the run's part of the plan.</summary>
    public static int Write(CliContext context, Report report, RunEnded ended, string goOn, string why)
    {
        if (report.IsJson)
        {
            context.Output.WriteLine(EventJson.Of(ended, CodeOf(ended)));
        }
        else if (!report.HasEvents)
        {
            var progress = ended.Progress;
            report.Result(
                $"{progress.Done} done, {progress.AlreadyThere} were there, {progress.Confirmed} confirmed, "
                + (progress.Reopened > 0 ? $"{progress.Reopened} lost there and opened again, " : "")
                + (progress.Unconfirmed > 0 ? $"{progress.Unconfirmed} could not be looked at, " : "")
                + (progress.NotLookedFor > 0 ? $"{progress.NotLookedFor} not looked at, " : "")
                + $"{progress.Failed} failed, {progress.Skipped} skipped, {ended.Refused} refused by the plan, "
                + $"{ended.Open} open; {ByteSize.Format(progress.Bytes)} in {Duration.Format(progress.Elapsed)}");
        }

        if (ended.Open > 0 || ended.Progress.Unconfirmed > 0 || ended.Ending != RunEnding.Finished)
        {
            report.Info($"Go on with: {goOn}");
        }

        if (ended.Progress.Failed > 0)
        {
            // Some causes stay until another plan is made; the report has the command for each.
            report.Info($"Which ones failed, and what helps: {why}");
        }

        return CodeOf(ended);
    }

    private static int CodeOf(RunEnded ended) => ended.Ending switch
    {
        RunEnding.Stopped or RunEnding.Cancelled => ExitCode.Cancelled,
        RunEnding.OutOfTime or RunEnding.OutOfTransfer => ExitCode.Budget,
        _ when ended.Open > 0 || ended.Refused > 0 => ExitCode.Partly,
        _ when ended.Progress.Unconfirmed == 0 => ExitCode.Done,
        // Nothing but the login is wrong: to run again as it is would help as little as elsewhere.
        _ when ended.Progress.Unconfirmed == ended.Progress.Denied => ExitCode.Credentials,
        _ => ExitCode.Temporary,
    };
}
