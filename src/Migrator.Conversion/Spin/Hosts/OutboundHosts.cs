using System.Collections.Immutable;

namespace Migrator.Conversion.Spin.Hosts;

/// <summary>What Spin 2 and 3 must be told so that an app of Spin 1 reaches the hosts it reached before.</summary>
internal static class OutboundHosts
{
    // Spin 1 never restricted databases.
    private static readonly ImmutableArray<string> Databases = ["redis://*:*", "mysql://*:*", "postgres://*:*"];
    private static readonly ImmutableArray<string> Everything = ["http://*:*", "https://*:*", "http://self"];

    /// <summary>Converts the list of one component (spec/spin-oci.md 4.9, rules 1 to 3).</summary>
    /// <param name="allowedHttpHosts">The entries of <c>allowedHttpHosts</c>, as written.</param>
    /// <returns>The value of <c>allowed_outbound_hosts</c>, in order, repeats kept.</returns>
    /// <exception cref="FormatException">An entry is no host; the reader refuses such a manifest.</exception>
    public static ImmutableArray<string> From(IReadOnlyCollection<string> allowedHttpHosts) =>
        allowedHttpHosts.Contains(AllowedHttpHost.All, StringComparer.Ordinal)
            ? [.. Databases, .. Everything]
            : [.. Databases, .. allowedHttpHosts.Select(AllowedHttpHost.Parse).SelectMany(Origins)];

    private static string[] Origins(AllowedHttpHost host) =>
        host.Host == AllowedHttpHost.Self ? ["http://self"] : ["http://" + host.Authority, "https://" + host.Authority];
}
