namespace Migrator.Bindle.Tests.Sources.Server;

/// <summary>A clock whose timers run out when a test says so.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly List<Timer> _timers = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(dueTime, () => callback(state));
        lock (_timers)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    public void FireAll() => Fire(_ => true);

    /// <summary>Ends the timers that were set for so long.</summary>
    public void Fire(TimeSpan dueTime) => Fire(timer => timer.DueTime == dueTime);

    private void Fire(Func<Timer, bool> isMeant)
    {
        Timer[] timers;
        lock (_timers)
        {
            timers = [.. _timers];
        }

        foreach (var timer in timers.Where(isMeant))
        {
            timer.Fire();
        }
    }

    private sealed class Timer(TimeSpan dueTime, Action action) : ITimer
    {
        private bool _isOff;

        public TimeSpan DueTime => dueTime;

        public void Fire()
        {
            if (!_isOff)
            {
                action();
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => _isOff = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
