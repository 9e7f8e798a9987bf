namespace Migrator.Cli.Tests;

/// <summary>One run of the command in this process.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    public static Task<CliRun> OfAsync(params string[] args) => OfAsync(CancellationToken.None, args);

    public static Task<CliRun> OfAsync(CancellationToken cancellationToken, params string[] args) =>
        OfAsync(context => context, cancellationToken, args);

    /// <summary>Runs the command in a world that differs from a plain pipe.</summary>
    public static async Task<CliRun> OfAsync(
        Func<CliContext, CliContext> change, CancellationToken cancellationToken, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var context = change(new CliContext
        {
            Output = output,
            Error = error,
            Clock = TimeProvider.System,
            TempFolder = Path.GetTempPath(),
        });
        var code = await Program.RunAsync(args, context, cancellationToken);
        return new CliRun(code, output.ToString(), error.ToString());
    }
}
