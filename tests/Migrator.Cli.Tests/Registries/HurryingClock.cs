namespace Migrator.Cli.Tests.Registries;

/// <summary>
/// A clock on which waits for a busy host are over at once; what was waited for counts as time that passed. Limits,
/// after which a host counts as dead, last as long as they do: one that were over at once would race the answer.
/// </summary>
internal sealed class HurryingClock : TimeProvider
{
    private long _waited;

    /// <summary>How long was waited in all.</summary>
    public TimeSpan Waited => TimeSpan.FromTicks(Interlocked.Read(ref _waited));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _waited);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Waited;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // A wait is a Task.Delay; a limit is a token that is cancelled when it is over.
        if (dueTime == Timeout.InfiniteTimeSpan || state is CancellationTokenSource)
        {
            return System.CreateTimer(callback, state, dueTime, period);
        }

        Interlocked.Add(ref _waited, dueTime.Ticks);
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
