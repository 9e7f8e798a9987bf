using System.Globalization;
using Migrator.Engine.Batch.Running;
using Migrator.Engine.Journal;

namespace Migrator.Cli.Output.Batches;

/// <summary>
/// Follows a run: bars where a person looks, else a line now and then; what failed as it fails; or every event as a
/// line of JSON.
/// </summary>
internal sealed class RunDisplay(CliContext context, Report report, BatchRun run)
{
    private const int SlowestShown = 3;
    private readonly RemainingTime _remaining = new();

    /// <summary>Follows to the end.</summary>
    public Task<RunEnded> FollowAsync(IAsyncEnumerable<BatchEvent> events) =>
        LiveDisplay.RunAsync(context, report, State, () => TellAsync(events));

    private async Task<RunEnded> TellAsync(IAsyncEnumerable<BatchEvent> events)
    {
        RunEnded? ended = null;
        try
        {
            await foreach (var happened in events.ConfigureAwait(false))
            {
                Tell(happened);
                ended = happened as RunEnded ?? ended;
            }
        }
        catch (OperationCanceledException) when (ended is not null)
        {
            // How it ended says the same.
            return ended;
        }

        return ended!;
    }

    private void Tell(BatchEvent happened)
    {
        if (report.HasEvents)
        {
            context.Output.WriteLine(EventJson.Of(happened));
        }
        else if (happened is AppEnded { State: AppState.Failed } failed)
        {
            var cause = failed.Outcome.Findings.FirstOrDefault(finding => finding.IsError);
            report.Warning($"{failed.App.Title}: {cause?.Message}{(failed.IsRetried ? " Tried again later." : "")}");
        }
        else if (happened is AppEnded { State: AppState.Skipped, Outcome.Findings: [.., var reason] } skipped)
        {
            report.Warning($"{skipped.App.Title}: {reason.Message}");
        }
        else if (happened is AppConfirmed { Problem: { } problem } unknown)
        {
            // With JSON too: no report of the journal will say it.
            report.Notice($"warning: {unknown.App.Title}: {problem.Message}");
        }
    }

    private LiveState State()
    {
        var progress = run.Progress;
        var slowest = progress.Running.IsEmpty
            ? "nothing under way"
            : "slowest: " + string.Join(", ", progress.Running.Take(SlowestShown).Select(
                entry => $"{PlainText.Of(entry.App)} {Duration.Format(entry.Elapsed)}"));
        return new LiveState(progress.Ended, progress.Apps, Line(progress), slowest);
    }

    private string Line(BatchProgress progress)
    {
        var seconds = Math.Max(0.001, progress.Elapsed.TotalSeconds);
        var left = _remaining.Next(progress.Ended, progress.Apps, progress.Elapsed) is { } time
            ? $", {Duration.Format(time)} left"
            : "";
        var confirmed = progress.ToConfirm > 0 ? $", {progress.Confirmed}/{progress.ToConfirm} confirmed" : "";
        var rate = (progress.Ended / seconds).ToString("0.0", CultureInfo.InvariantCulture);
        return $"{progress.Ended}/{progress.Apps} apps, {progress.Failed} failed{confirmed}, {rate}/s, "
            + $"{ByteSize.Format(progress.Bytes)}, {ByteSize.Format((long)(progress.Bytes / seconds))}/s{left}";
    }
}
