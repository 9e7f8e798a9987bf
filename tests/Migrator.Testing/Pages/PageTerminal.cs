using System.Diagnostics;
using System.Text;

namespace Migrator.Testing.Pages;

/// <summary>A terminal in which a command of a page runs until the terminal is closed.</summary>
public sealed class PageTerminal : IAsyncDisposable
{
    private readonly Process _shell;
    private readonly Task _output;
    private readonly Task _errors;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal PageTerminal(ProcessStartInfo start, string ready)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _shell = Process.Start(start)!;
        _output = ReadAsync(_shell.StandardOutput, ready);
        _errors = ReadAsync(_shell.StandardError, ready);
    }

    /// <summary>Waits until the command is ready.</summary>
    /// <param name="limit">How long that may take.</param>
    /// <exception cref="InvalidOperationException">
    /// The command has ended before; the message has all that it said.
    /// </exception>
    public async Task WaitUntilReadyAsync(TimeSpan limit)
    {
        var ended = Task.WhenAll(_output, _errors);
        if (await Task.WhenAny(_ready.Task, ended).WaitAsync(limit) == ended)
        {
            throw new InvalidOperationException($"The command ended before it was ready:\n{_said}");
        }
    }

    /// <summary>Ends the command, and all that it has started.</summary>
    public async ValueTask DisposeAsync()
    {
        _shell.Kill(entireProcessTree: true);
        await _shell.WaitForExitAsync();
        await Task.WhenAll(_output, _errors);
        _shell.Dispose();
    }

    // To the end: a command whose output nobody takes stands still.
    private async Task ReadAsync(StreamReader output, string ready)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            lock (_said)
            {
                _said.AppendLine(line);
            }

            if (line.StartsWith(ready, StringComparison.Ordinal))
            {
                _ready.TrySetResult();
            }
        }
    }
}
