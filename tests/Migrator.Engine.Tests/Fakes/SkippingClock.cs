namespace Migrator.Engine.Tests.Fakes;

/// <summary>
/// A clock on which every wait is over at once, and is remembered: time goes on by as much, and by nothing else. A
/// machine that is slow for a second does not come closer to a limit.
/// </summary>
internal sealed class SkippingClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _waits = [];
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private TimeSpan _skipped;

    /// <summary>All waits so far.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_gate)
            {
                return [.. _waits];
            }
        }
    }

    public override DateTimeOffset GetUtcNow() => _start + Skipped;

    public override long GetTimestamp() => (long)(Skipped.TotalSeconds * TimestampFrequency);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            return System.CreateTimer(callback, state, dueTime, period);
        }

        lock (_gate)
        {
            _waits.Add(dueTime);
            _skipped += dueTime;
        }

        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    private TimeSpan Skipped
    {
        get
        {
            lock (_gate)
            {
                return _skipped;
            }
        }
    }
}
