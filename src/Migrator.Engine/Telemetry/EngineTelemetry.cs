using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Migrator.Engine.Telemetry;

/// <summary>What this package tells of its jobs: spans and figures, for whoever listens.</summary>
/// <remarks>
/// Spans: <c>migrate</c>, one a job, around those of <see cref="Oci.Telemetry.OciTelemetry"/>. Figures:
/// <c>migrator.engine.jobs</c> by <c>status</c>, <c>migrator.engine.job.duration</c> in seconds;
/// <c>migrator.engine.requests.retried</c> by <c>server.address</c> and <c>reason</c>, and
/// <c>migrator.engine.throttle.limit</c>, the requests in flight that a host is given. No secret is in them.
/// </remarks>
public static class EngineTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "Migrator.Engine";

    internal const string Host = "server.address";

    private static readonly Meter Meter = new(Name);

    internal static ActivitySource Source { get; } = new(Name);

    internal static Counter<long> Jobs { get; } = Meter.CreateCounter<long>(
        "migrator.engine.jobs", "{job}", "Jobs that ended, by status.");

    internal static Histogram<double> Duration { get; } = Meter.CreateHistogram<double>(
        "migrator.engine.job.duration", "s", "How long jobs took.");

    internal static Counter<long> Retries { get; } = Meter.CreateCounter<long>(
        "migrator.engine.requests.retried", "{request}", "Requests that were sent again, by host and reason.");

    internal static Gauge<int> Limit { get; } = Meter.CreateGauge<int>(
        "migrator.engine.throttle.limit", "{request}", "How many requests a host is given at a time.");
}
