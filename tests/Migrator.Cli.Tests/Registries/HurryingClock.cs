namespace Migrator.Cli.Tests.Registries;

/// <summary>
/// A clock on which waits for a busy host are over at once; what was waited for counts as time that passed. Those of
/// exactly <paramref name="silence"/>, after which a host counts as dead, last as long as they do.
/// </summary>
internal sealed class HurryingClock(TimeSpan? silence = null) : TimeProvider
{
    private long _waited;

    /// <summary>How long was waited in all.</summary>
    public TimeSpan Waited => TimeSpan.FromTicks(Interlocked.Read(ref _waited));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _waited);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Waited;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan || dueTime == silence)
        {
            return System.CreateTimer(callback, state, dueTime, period);
        }

        Interlocked.Add(ref _waited, dueTime.Ticks);
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
