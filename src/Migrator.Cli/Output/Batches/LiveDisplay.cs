using Spectre.Console;

namespace Migrator.Cli.Output.Batches;

/// <summary>Shows how far long work is: bars where a person looks, else a line now and then.</summary>
internal static class LiveDisplay
{
    private static readonly TimeSpan BarPeriod = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(10);

    /// <summary>Works, and shows it.</summary>
    public static async Task<T> RunAsync<T>(
        CliContext context, Report report, Func<LiveState> state, Func<Task<T>> work)
    {
        if (report.IsQuiet || report.HasEvents || !context.ShowsProgress)
        {
            return await TickAsync(context, LinePeriod, () => report.Info(state().Line), work).ConfigureAwait(false);
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(context.Error),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = context.UsesColor ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        });
        report.Drawn = console.WriteLine;
        try
        {
            return await console.Progress().AutoClear(true)
                .Columns(new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
                .StartAsync(progress => DrawAsync(context, progress, state, work)).ConfigureAwait(false);
        }
        finally
        {
            report.Drawn = null;
        }
    }

    private static Task<T> DrawAsync<T>(
        CliContext context, ProgressContext progress, Func<LiveState> state, Func<Task<T>> work)
    {
        var whole = progress.AddTask("begins", maxValue: 1);
        var slowest = progress.AddTask("slowest", maxValue: 1).IsIndeterminate();
        Draw();
        return TickAsync(context, BarPeriod, Draw, work);

        void Draw()
        {
            var now = state();
            whole.MaxValue = Math.Max(1, now.Total);
            whole.Value = now.Done;
            whole.Description = Markup.Escape(now.Line);
            slowest.Description = Markup.Escape(now.Slowest);
        }
    }

    private static async Task<T> TickAsync<T>(CliContext context, TimeSpan period, Action tick, Func<Task<T>> work)
    {
        using var timer = new PeriodicTimer(period, context.Clock);
        var ticking = TickAsync(timer, tick);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            timer.Dispose();
            await ticking.ConfigureAwait(false);
        }
    }

    private static async Task TickAsync(PeriodicTimer timer, Action tick)
    {
        while (await timer.WaitForNextTickAsync().ConfigureAwait(false))
        {
            tick();
        }
    }
}
