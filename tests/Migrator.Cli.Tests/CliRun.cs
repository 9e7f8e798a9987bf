using System.Diagnostics;
using System.Text;

namespace Migrator.Cli.Tests;

/// <summary>One run of the command: in this process, or of the native binary where one is tested.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    // What the program needs of the world; all else would tell it about the machine that runs the tests.
    private static readonly string[] PassedOn = ["PATH", "TMPDIR"];

    public static Task<CliRun> OfAsync(params string[] args) => OfAsync(CancellationToken.None, args);

    public static Task<CliRun> OfAsync(CancellationToken cancellationToken, params string[] args) =>
        CliProgram.Binary is { } binary && !cancellationToken.CanBeCanceled
            ? NativeAsync(binary, args)
            : OfAsync(context => context, cancellationToken, args);

    /// <summary>Runs the command with variables of the environment.</summary>
    public static Task<CliRun> WithVariablesAsync(Func<string, string?> variables, params string[] args) =>
        OfAsync(context => context with { Variable = variables }, CancellationToken.None, args);

    /// <summary>Runs the command, in this process, in a world that differs from a plain pipe.</summary>
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
            Variable = _ => null,
        });
        var code = await Program.RunAsync(args, context, cancellationToken);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    private static async Task<CliRun> NativeAsync(string binary, string[] args)
    {
        var start = new ProcessStartInfo(binary, args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var name in start.Environment.Keys.Except(PassedOn, StringComparer.Ordinal).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        return new CliRun(process.ExitCode, await output, await error);
    }
}
