namespace Migrator.Cloud.Tests.Hosts;

/// <summary>
/// A clock that jumps to the next timer whenever the code under test waits for one: hours pass in no time, and the
/// same way in every run. Everything else that the code awaits must be complete already.
/// </summary>
internal sealed class VirtualClock : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly PriorityQueue<VirtualTimer, (long Due, long Order)> _timers = new();
    private DateTimeOffset _now = Start;
    private long _order;

    public TimeSpan Elapsed => _now - Start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Runs code to its end, on a thread where continuations follow at once.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> code) => Task.Run(async () =>
    {
        var running = code();
        while (!running.IsCompleted)
        {
            if (!FireNext())
            {
                throw new InvalidOperationException("The code waits for something that is no timer.");
            }
        }

        return await running;
    });

    /// <summary>
    /// Waits, as a host does that is slow or silent. Whoever cancels it goes on at once, which a cancelled
    /// <see cref="Task.Delay(TimeSpan, TimeProvider, CancellationToken)"/> does not promise.
    /// </summary>
    public async Task WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var end = new TaskCompletionSource();
        await using var timer = CreateTimer(_ => end.TrySetResult(), null, time, Timeout.InfiniteTimeSpan);
        await using var cancelled = cancellationToken.Register(() => end.TrySetCanceled(cancellationToken));
        await end.Task.ConfigureAwait(false);
    }

    private bool FireNext()
    {
        while (_timers.TryDequeue(out var timer, out var key))
        {
            if (timer.Due == key.Due)
            {
                _now = new DateTimeOffset(Math.Max(key.Due, _now.Ticks), TimeSpan.Zero);
                timer.Fire();
                return true;
            }
        }

        return false;
    }

    private sealed class VirtualTimer(VirtualClock clock, Action fire) : ITimer
    {
        public long Due { get; private set; } = -1;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = -1;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Due = clock._now.Ticks + dueTime.Ticks;
                clock._timers.Enqueue(this, (Due, clock._order++));
            }

            return true;
        }

        public void Fire()
        {
            Due = -1;
            fire();
        }

        public void Dispose() => Due = -1;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
