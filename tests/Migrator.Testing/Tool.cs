using System.ComponentModel;
using System.Diagnostics;

namespace Migrator.Testing;

/// <summary>Runs a program of another project, such as <c>skopeo</c>, as a foreign reader of what we write.</summary>
public static class Tool
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its name on the PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Exit code, standard output and standard error.</returns>
    /// <exception cref="InvalidOperationException">
    /// The program is not installed; the message says what to install.
    /// </exception>
    public static async Task<ToolResult> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Start(start, program);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        return new ToolResult(process.ExitCode, await output, await error);
    }

    private static Process Start(ProcessStartInfo start, string program)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException(
                $"{program} is not installed. Install it with: apt-get install {program}, "
                + "or run tests/run, which does.",
                missing);
        }
    }
}
