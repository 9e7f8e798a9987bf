namespace Migrator.Engine.Tests.FaultMatrix;

/// <summary>A wall clock that is set anew in the middle of the work; timers go on as before.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private TimeSpan _offset;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _offset;

    public void Jump(TimeSpan by) => _offset += by;
}
