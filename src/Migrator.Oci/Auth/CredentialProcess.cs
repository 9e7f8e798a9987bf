using System.ComponentModel;
using System.Diagnostics;

namespace Migrator.Oci.Auth;

/// <summary>Runs credential helpers as programs of this machine, found on the <c>PATH</c>.</summary>
/// <param name="time">Times them.</param>
public sealed class CredentialProcess(TimeProvider time)
{
    private const int MaxOutput = 64 * 1024;

    /// <summary>How long a helper may take: long enough for somebody who is asked to unlock a store.</summary>
    public static TimeSpan TimeLimit { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Runs a helper to its end; the <see cref="CredentialProgram"/> for real use.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="argument">What it is to do.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="cancellationToken">Stops the program.</param>
    /// <returns>Its exit code, and at most 64 KiB of its output.</returns>
    /// <exception cref="IOException">It cannot be started.</exception>
    /// <exception cref="TimeoutException">It took longer than <see cref="TimeLimit"/>, and was ended.</exception>
    public async Task<(int ExitCode, string Output)> RunAsync(
        string program, string argument, string input, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeLimit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await RunToItsEndAsync(program, argument, input, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException cause)
            when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"{program} did not end within {TimeLimit.TotalSeconds:0} seconds, and was stopped.", cause);
        }
    }

    private static async Task<(int ExitCode, string Output)> RunToItsEndAsync(
        string program, string argument, string input, CancellationToken cancellationToken)
    {
        using var process = Start(program, argument);
        try
        {
            await WriteAsync(process, input, cancellationToken).ConfigureAwait(false);
            var output = new char[MaxOutput];
            var count = await process.StandardOutput.ReadBlockAsync(output, cancellationToken).ConfigureAwait(false);
            process.StandardOutput.Close();
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return (process.ExitCode, new string(output, 0, count));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static async Task WriteAsync(Process process, string input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A helper that ends without reading has said all it wants to say by its exit code.
            return;
        }
    }

    private static Process Start(string program, string argument)
    {
        var start = new ProcessStartInfo(program, [argument])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        try
        {
            return Process.Start(start) ?? throw new IOException($"{program} did not start.");
        }
        catch (Win32Exception cause)
        {
            throw new IOException($"{program} cannot be started: {cause.Message}", cause);
        }
    }
}
