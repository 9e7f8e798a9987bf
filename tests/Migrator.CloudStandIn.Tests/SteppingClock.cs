using Microsoft.Extensions.Time.Testing;

namespace Migrator.StandIn.Tests;

/// <summary>A clock of the test that goes on when the one who waits by it does wait.</summary>
internal sealed class SteppingClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private TaskCompletionSource _waits = New();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _waits.TrySetResult();
        return timer;
    }

    /// <summary>Runs work that pauses by this clock, always for the same time.</summary>
    internal async Task<T> RunAsync<T>(Func<Task<T>> start, TimeSpan pause)
    {
        _waits = New();
        var work = start();
        while (await Task.WhenAny(work, _waits.Task) != work)
        {
            _waits = New();
            Advance(pause);
        }

        return await work;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
