using System.Diagnostics;

namespace Migrator.Cli.Tests.Commands;

/// <summary>Runs the program as somebody who may not do everything.</summary>
internal static class Nobody
{
    // Nothing is closed to the super-user, so that the command runs as another then.
    public static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        string[] words = [.. CliProgram.Words, .. arguments];
        string[] asNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", .. words];
        var all = Environment.IsPrivilegedProcess ? asNobody : words;
        using var process = Process.Start(new ProcessStartInfo(all[0], all[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
