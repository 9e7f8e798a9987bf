using System.Collections.Immutable;
using Migrator.Conversion.Spin.Hosts;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>Judges <c>allowedHttpHosts</c> as Spin's bindle loader does since 0.5 (spec/spin-oci.md 1.5).</summary>
internal static class AllowedHosts
{
    /// <summary>Finds the entries that Spin refuses.</summary>
    /// <param name="hosts">The entries.</param>
    /// <returns>Their indices from 0.</returns>
    public static IEnumerable<int> FindFaults(ImmutableArray<string> hosts) =>
        hosts.Contains(AllowedHttpHost.All, StringComparer.Ordinal)
            ? []
            : Enumerable.Range(0, hosts.Length).Where(index => !AllowedHttpHost.TryParse(hosts[index], out _));
}
