namespace Migrator.Engine.Resilience.Retrying;

/// <summary>Waits that double, spread by chance so that those who failed together do not come back together.</summary>
internal sealed class Backoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private readonly Func<double> _jitter;

    public Backoff(ResilienceOptions options, TimeProvider clock) => _jitter = options.Jitter ?? Chance(clock);

    /// <summary>The wait after so many failures, 1 or more: half of it sure, half by chance.</summary>
    public TimeSpan After(int failures, TimeSpan first)
    {
        var doublings = Math.Min(failures - 1, 30);
        var whole = Math.Min(first.TotalSeconds * (1L << doublings), Longest.TotalSeconds);
        return TimeSpan.FromSeconds(whole * (1 + Math.Clamp(_jitter(), 0, 1)) / 2);
    }

    // Seeded from the clock, so that two processes differ and a test with a clock of its own does not.
    private static Func<double> Chance(TimeProvider clock)
    {
        var gate = new Lock();
        var random = new Random(unchecked((int)clock.GetTimestamp()));
        return () =>
        {
            lock (gate)
            {
                return random.NextDouble();
            }
        };
    }
}
