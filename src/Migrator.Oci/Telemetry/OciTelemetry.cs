using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Migrator.Oci.Telemetry;

/// <summary>What this package tells of its work at registries: spans and figures, for whoever listens.</summary>
/// <remarks>
/// Spans: <c>push blob</c>, and one a request, such as <c>PUT ManifestWrite</c>, waits of handlers included. Figures:
/// <c>migrator.oci.blobs.pushed</c> by <c>result</c> (<c>pushed</c>, <c>mounted</c>, <c>present</c>, <c>failed</c>) and
/// <c>migrator.oci.bytes.pushed</c>, both by <c>server.address</c>. No name of a file, no address with a query and no
/// secret is in them.
/// </remarks>
public static class OciTelemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "Migrator.Oci";

    internal const string Host = "server.address";

    private static readonly Meter Meter = new(Name);

    internal static ActivitySource Source { get; } = new(Name);

    internal static Counter<long> Blobs { get; } = Meter.CreateCounter<long>(
        "migrator.oci.blobs.pushed", "{blob}", "Blobs that were pushed, by what it came to.");

    internal static Counter<long> Bytes { get; } = Meter.CreateCounter<long>(
        "migrator.oci.bytes.pushed", "By", "Bytes of the blobs that were sent.");
}
