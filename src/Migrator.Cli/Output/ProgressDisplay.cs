using Migrator.Engine.Jobs;
using Spectre.Console;

namespace Migrator.Cli.Output;

/// <summary>Draws progress on standard error while a job runs, when a person looks at it.</summary>
internal static class ProgressDisplay
{
    public static async Task<T> RunAsync<T>(CliContext context, bool isQuiet, Func<IMigrationObserver, Task<T>> job)
    {
        if (isQuiet || !context.ShowsProgress)
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
        return await console.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn())
            .StartAsync(progress => job(new ProgressObserver(progress.AddTask("read", maxValue: 1)))).ConfigureAwait(
                false);
    }
}
