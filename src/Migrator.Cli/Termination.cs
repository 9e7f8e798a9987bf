using System.Runtime.InteropServices;

namespace Migrator.Cli;

/// <summary>
/// Stops a command at Ctrl-C, at SIGTERM and when its terminal closes. What is under way may tidy up for a while; asked
/// a second time, the process leaves at once.
/// </summary>
internal sealed class Termination : IDisposable
{
    // SIGXFSZ on Linux and macOS.
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _leave;
    private readonly List<PosixSignalRegistration> _signals = [];
    private long _grace;

    /// <summary>Makes one that hears no signal yet.</summary>
    /// <param name="grace">How long a command may tidy up, unless it asks for more.</param>
    /// <param name="clock">Times that.</param>
    public Termination(TimeSpan grace, TimeProvider clock)
    {
        _leave = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        _grace = grace.Ticks;
    }

    /// <summary>From now on a signal lets the command tidy up for as long as this.</summary>
    public void Allow(TimeSpan grace) => Volatile.Write(ref _grace, grace.Ticks);

    /// <summary>Hears the signals of this process from now on.</summary>
    public void Listen()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
        {
            _signals.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Interrupt();
            }));
        }

        if (!OperatingSystem.IsWindows())
        {
            // A file that may not grow is the failure of a write, to be told, and not the end of the process.
            _signals.Add(PosixSignalRegistration.Create(FileTooLarge, context => context.Cancel = true));
        }
    }

    /// <summary>What a signal does.</summary>
    public void Interrupt()
    {
        if (_stop.IsCancellationRequested)
        {
            _leave.Cancel();
            return;
        }

        _leave.CancelAfter(TimeSpan.FromTicks(Volatile.Read(ref _grace)));
        _stop.Cancel();
    }

    /// <summary>Runs a command.</summary>
    /// <param name="command">The command; stops when its token says so.</param>
    /// <returns>Its exit code, or that of a command that was left behind.</returns>
    public async Task<int> RunAsync(Func<CancellationToken, Task<int>> command)
    {
        // Not on this thread: a command that waits for standard input without a token would keep the signals unheard.
        var running = Task.Run(() => command(_stop.Token));
        var left = Task.Delay(Timeout.InfiniteTimeSpan, _leave.Token);
        var first = await Task.WhenAny(running, left).ConfigureAwait(false);
        return first == running ? await running.ConfigureAwait(false) : ExitCode.Cancelled;
    }

    public void Dispose()
    {
        _signals.ForEach(signal => signal.Dispose());
        _leave.Dispose();
        _stop.Dispose();
    }
}
