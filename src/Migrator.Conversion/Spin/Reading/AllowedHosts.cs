using System.Collections.Immutable;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>Judges <c>allowedHttpHosts</c> as Spin's bindle loader does since 0.5 (spec/spin-oci.md 1.5).</summary>
internal static class AllowedHosts
{
    /// <summary>The entry that allows every host; the others are not looked at then.</summary>
    public const string AllowAll = "insecure:allow-all";

    /// <summary>Finds the entries that Spin refuses.</summary>
    /// <param name="hosts">The entries.</param>
    /// <returns>Their indices from 0.</returns>
    public static IEnumerable<int> FindFaults(ImmutableArray<string> hosts) =>
        hosts.Contains(AllowAll, StringComparer.Ordinal)
            ? []
            : Enumerable.Range(0, hosts.Length).Where(index => !IsValid(hosts[index]));

    private static bool IsValid(string host)
    {
        var text = host.Contains("//", StringComparison.Ordinal) ? host : "http://" + host;
        return Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && url.Host.Length > 0
            && url.AbsolutePath is "" or "/";
    }
}
