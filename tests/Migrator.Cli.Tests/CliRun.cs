namespace Migrator.Cli.Tests;

/// <summary>One run of the command in this process.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    public static Task<CliRun> OfAsync(params string[] args) => OfAsync(CancellationToken.None, args);

    public static Task<CliRun> OfAsync(CancellationToken cancellationToken, params string[] args) =>
        RunAsync(_ => null, args, cancellationToken);

    public static Task<CliRun> WithVariablesAsync(Func<string, string?> variables, params string[] args) =>
        RunAsync(variables, args, CancellationToken.None);

    private static async Task<CliRun> RunAsync(
        Func<string, string?> variables, string[] args, CancellationToken cancellationToken)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var context = new CliContext
        {
            Output = output,
            Error = error,
            Clock = TimeProvider.System,
            TempFolder = Path.GetTempPath(),
            Variable = variables,
        };
        var code = await Program.RunAsync(args, context, cancellationToken);
        return new CliRun(code, output.ToString(), error.ToString());
    }
}
