using System.Globalization;
using Migrator.Engine.Batch.Checking;
using Migrator.Engine.Jobs;

namespace Migrator.Cli.Output.Batches;

/// <summary>
/// Follows the check of a batch: bars or lines, and what is wrong as it is found; or every app as a line of JSON.
/// </summary>
internal sealed class CheckDisplay(CliContext context, Report report, CheckTally tally)
{
    private readonly RemainingTime _remaining = new();
    private readonly long _start = context.Clock.GetTimestamp();

    public LiveState State
    {
        get
        {
            var left = _remaining.Next(tally.Checked, tally.Total, context.Clock.GetElapsedTime(_start)) is { } time
                ? $", {Duration.Format(time)} left"
                : "";
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"{tally.Checked}/{tally.Total} apps, {tally.Checked - tally.Matching} not as they should be, ");
            return new LiveState(
                tally.Checked, tally.Total, line + ByteSize.Format(tally.Bytes) + left, "reads both sides");
        }
    }

    /// <summary>Follows to the end.</summary>
    public async Task<CheckTally> FollowAsync(IAsyncEnumerable<AppChecked> apps)
    {
        await foreach (var app in apps.ConfigureAwait(false))
        {
            tally.Add(app);
            Tell(app);
        }

        return tally;
    }

    private void Tell(AppChecked app)
    {
        if (report.HasEvents)
        {
            context.Output.WriteLine(BatchCheckReport.EventOf(app));
        }
        else if (!report.IsJson && app.Outcome.Status != JobStatus.Done)
        {
            foreach (var finding in app.Outcome.Findings.Where(finding => finding.IsError))
            {
                report.Notice($"{app.App.Title}: {FindingText.Of(finding, usesColor: false)}");
            }
        }
    }
}
