using Migrator.Engine.Jobs;
using Spectre.Console;

namespace Migrator.Cli.Output;

/// <summary>Draws progress on standard error while a job runs, when a person looks at it.</summary>
internal static class ProgressDisplay
{
    public static async Task<T> RunAsync<T>(CliContext context, Report report, Func<IMigrationObserver, Task<T>> job)
    {
        if (report.IsQuiet || !context.ShowsProgress)
        {
            return await job(NoObserver.Instance).ConfigureAwait(false);
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
            return await console.Progress()
                .AutoClear(true)
                .Columns(
                    new TaskDescriptionColumn(),
                    new ProgressBarColumn(),
                    new DownloadedColumn(),
                    new TransferSpeedColumn())
                .StartAsync(progress => job(new ProgressObserver(progress.AddTask("read", maxValue: 1))))
                .ConfigureAwait(false);
        }
        finally
        {
            report.Drawn = null;
        }
    }
}
