using System.Collections.Immutable;

namespace Migrator.Conversion.Spin.Hosts;

/// <summary>What Spin 2 and 3 must be told so that an app of Spin 1 reaches the hosts it reached before.</summary>
/// <param name="Hosts">The value of <c>allowed_outbound_hosts</c>, in order, repeats kept.</param>
/// <param name="Rejected">The entries that are no host; one is enough for Spin to refuse the application.</param>
internal sealed record OutboundHosts(ImmutableArray<string> Hosts, ImmutableArray<string> Rejected)
{
    // Spin 1 never restricted databases.
    private static readonly ImmutableArray<string> Databases = ["redis://*:*", "mysql://*:*", "postgres://*:*"];
    private static readonly ImmutableArray<string> Everything = ["http://*:*", "https://*:*", "http://self"];

    /// <summary>Converts the list of one component (spec/spin-oci.md 4.9, rules 1 to 3).</summary>
    /// <param name="allowedHttpHosts">The entries of <c>allowedHttpHosts</c>, as written.</param>
    /// <returns>The new list, and what could not be read.</returns>
    public static OutboundHosts From(IReadOnlyCollection<string> allowedHttpHosts)
    {
        if (allowedHttpHosts.Contains(AllowedHttpHost.All, StringComparer.Ordinal))
        {
            return new OutboundHosts([.. Databases, .. Everything], []);
        }

        var hosts = Databases.ToBuilder();
        var rejected = ImmutableArray.CreateBuilder<string>();
        foreach (var entry in allowedHttpHosts)
        {
            if (AllowedHttpHost.TryParse(entry, out var host))
            {
                hosts.AddRange(Origins(host));
            }
            else
            {
                rejected.Add(entry);
            }
        }

        return new OutboundHosts(hosts.ToImmutable(), rejected.ToImmutable());
    }

    private static string[] Origins(AllowedHttpHost host) =>
        host.Host == AllowedHttpHost.Self ? ["http://self"] : ["http://" + host.Authority, "https://" + host.Authority];
}
