using System.Globalization;
using Migrator.Engine.Batch.Running;
using Migrator.Engine.Journal;
using Spectre.Console;

namespace Migrator.Cli.Output.Batches;

/// <summary>
/// Follows a run: bars where a person looks, else a line now and then; what failed as it fails; or every event as a
/// line of JSON.
/// </summary>
internal sealed class RunDisplay(CliContext context, Report report, BatchRun run, bool writesEvents)
{
    private static readonly TimeSpan BarPeriod = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(10);
    private readonly RemainingTime _remaining = new();

    /// <summary>Follows to the end.</summary>
    public async Task<RunEnded> FollowAsync(IAsyncEnumerable<BatchEvent> events)
    {
        if (!context.ShowsProgress || report.IsQuiet || writesEvents)
        {
            return await FollowAsync(events, LinePeriod, () => report.Info(Line())).ConfigureAwait(false);
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(context.Error),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = context.UsesColor ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        });
        return await console.Progress().AutoClear(true)
            .Columns(new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(progress =>
            {
                var (apps, slowest) = (progress.AddTask("apps", maxValue: 1), progress.AddTask("slowest", maxValue: 1));
                return FollowAsync(events, BarPeriod, () => Draw(apps, slowest));
            }).ConfigureAwait(false);
    }

    private async Task<RunEnded> FollowAsync(IAsyncEnumerable<BatchEvent> events, TimeSpan period, Action tick)
    {
        using var timer = new PeriodicTimer(period, context.Clock);
        var ticking = TickAsync(timer, tick);
        RunEnded? ended = null;
        await foreach (var happened in events.ConfigureAwait(false))
        {
            Tell(happened);
            ended = happened as RunEnded ?? ended;
        }

        timer.Dispose();
        await ticking.ConfigureAwait(false);
        return ended!;
    }

    private static async Task TickAsync(PeriodicTimer timer, Action tick)
    {
        while (await timer.WaitForNextTickAsync().ConfigureAwait(false))
        {
            tick();
        }
    }

    private void Tell(BatchEvent happened)
    {
        if (writesEvents)
        {
            context.Output.WriteLine(EventJson.Of(happened));
        }
        else if (happened is AppEnded { State: AppState.Failed } failed)
        {
            var cause = failed.Outcome.Findings.FirstOrDefault(finding => finding.IsError);
            report.Warning($"{failed.App.Title}: {cause?.Message}{(failed.IsRetried ? " Tried again later." : "")}");
        }
        else if (happened is AppConfirmed { Problem: { } problem } unknown)
        {
            report.Warning($"{unknown.App.Title}: {problem.Message}");
        }
    }

    private void Draw(ProgressTask apps, ProgressTask slowest)
    {
        var progress = run.Progress;
        apps.MaxValue = Math.Max(1, progress.Apps);
        apps.Value = progress.Ended;
        apps.Description = Markup.Escape(Line());
        slowest.IsIndeterminate = true;
        slowest.Description = Markup.Escape(progress.Running is [var first, ..]
            ? $"slowest: {PlainText.Of(first.App)} {Duration.Format(first.Elapsed)}"
            : "");
    }

    private string Line()
    {
        var progress = run.Progress;
        var seconds = Math.Max(0.001, progress.Elapsed.TotalSeconds);
        var left = _remaining.Next(progress) is { } time ? $", {Duration.Format(time)} left" : "";
        var confirmed = progress.Confirmed > 0 ? $", {progress.Confirmed} confirmed" : "";
        var rate = (progress.Ended / seconds).ToString("0.0", CultureInfo.InvariantCulture);
        return $"{progress.Ended}/{progress.Apps} apps, {progress.Failed} failed{confirmed}, {rate}/s, "
            + $"{ByteSize.Format(progress.Bytes)}, {ByteSize.Format((long)(progress.Bytes / seconds))}/s{left}";
    }
}
