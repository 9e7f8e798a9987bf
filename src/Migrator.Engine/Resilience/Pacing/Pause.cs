namespace Migrator.Engine.Resilience.Pacing;

/// <summary>Waits that are never shorter than asked for: timers count in whole milliseconds.</summary>
internal static class Pause
{
    /// <summary>Waits.</summary>
    public static Task ForAsync(TimeSpan wait, TimeProvider clock, CancellationToken cancellationToken) =>
        wait > TimeSpan.Zero ? Task.Delay(RoundUp(wait), clock, cancellationToken) : Task.CompletedTask;

    /// <summary>The wait in whole milliseconds.</summary>
    public static TimeSpan RoundUp(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
}
