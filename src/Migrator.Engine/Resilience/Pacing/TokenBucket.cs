namespace Migrator.Engine.Resilience.Pacing;

/// <summary>
/// Tokens that come at a steady rate and are saved up for a second. Who takes more than there are runs up a debt and is
/// told how long to wait, so that all are served in the order they came.
/// </summary>
internal sealed class TokenBucket(double perSecond, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly double _capacity = Math.Max(1, perSecond);
    private double _tokens = Math.Max(1, perSecond);
    private long _seen = clock.GetTimestamp();

    /// <summary>Takes tokens; gives how long to wait before they may be used.</summary>
    public TimeSpan Take(double count)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            _tokens = Math.Min(_capacity, _tokens + (clock.GetElapsedTime(_seen, now).TotalSeconds * perSecond));
            _seen = now;
            _tokens -= count;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / perSecond);
        }
    }
}
