namespace Migrator.Engine.Tests.FaultMatrix;

/// <summary>A clock that jumps in the middle of the work; timers go on as before.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private TimeSpan _wall;
    private TimeSpan _running;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _wall;

    public override long GetTimestamp() => System.GetTimestamp() + (long)(_running.TotalSeconds * TimestampFrequency);

    /// <summary>Sets the time of day anew.</summary>
    public void Set(TimeSpan by) => _wall += by;

    /// <summary>Lets time pass in which nothing ran, as when the machine sleeps.</summary>
    public void Sleep(TimeSpan time)
    {
        _wall += time;
        _running += time;
    }
}
