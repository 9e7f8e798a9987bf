using Migrator.Engine.Resilience.Pacing;
using Migrator.Engine.Resilience.Retrying;
using Migrator.Engine.Resilience.Throttling;

namespace Migrator.Engine.Resilience;

/// <summary>Makes handlers that ask hosts again when that makes sense, and no harder than they bear.</summary>
public static class ResilientHandler
{
    /// <summary>
    /// Puts retries, a throttle and a limit of bandwidth before a handler. They read the keys of
    /// <see cref="Oci.Targets.Registry.Http.RegistryRequestKeys"/>; a request without them must be one that may be sent
    /// again, as those to Bindle servers are.
    /// </summary>
    /// <param name="inner">Sends the requests and gives up when nothing moves; disposed with the handler.</param>
    /// <param name="options">How hard and how long.</param>
    /// <param name="clock">Times the waits; only its monotonic side, but for dates that a host names.</param>
    /// <returns>The handler, for a whole run: what it learns of a host counts for all its requests.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside of its bounds.</exception>
    public static HttpMessageHandler Create(HttpMessageHandler inner, ResilienceOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        RequireBounds(options);
        var hosts = new HostGates(options, clock);
        var log = new ResilienceLog(options);

        // Retries are outermost, so that each of them waits for its turn and counts.
        var paced = options.BytesPerSecond is { } rate ? new BandwidthHandler(rate, clock, inner) : inner;
        var throttled = new ThrottleHandler(hosts, log, paced);
        return new RetryHandler(hosts, new RetryRules(options, log, clock), clock, throttled);
    }

    private static void RequireBounds(ResilienceOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Concurrency, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Concurrency, 1024, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.Retries, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Retries, 100, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.RetryMaxWait, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.RetryMaxWait, TimeSpan.FromDays(1), nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BytesPerSecond ?? 1, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RequestsPerSecond ?? 1, 0.001, nameof(options));
    }
}
