namespace Migrator.Engine.Tests.Fakes;

/// <summary>A clock that goes on by one second each time it is asked.</summary>
internal sealed class SteppingClock : TimeProvider
{
    private long _seconds;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => Interlocked.Increment(ref _seconds);
}
