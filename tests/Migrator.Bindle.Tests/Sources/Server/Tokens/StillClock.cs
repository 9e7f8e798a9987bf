namespace Migrator.Bindle.Tests.Sources.Server.Tokens;

/// <summary>A clock that shows what a test says; its timers run as ever.</summary>
internal sealed class StillClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
