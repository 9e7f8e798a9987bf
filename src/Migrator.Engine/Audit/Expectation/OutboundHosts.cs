using System.Collections.Immutable;
using System.Globalization;

namespace Migrator.Engine.Audit.Expectation;

/// <summary>
/// The outbound hosts of Spin 2 that allow what the HTTP hosts of Spin 1 allowed (spec/spin-oci.md 4.9).
/// </summary>
internal static class OutboundHosts
{
    private const string All = "insecure:allow-all";
    private static readonly ImmutableArray<string> NeverRestricted = ["redis://*:*", "mysql://*:*", "postgres://*:*"];
    private static readonly ImmutableArray<string> Everything = ["http://*:*", "https://*:*", "http://self"];

    public static ImmutableArray<string> Of(ImmutableArray<string> httpHosts) =>
        httpHosts.Contains(All)
            ? [.. NeverRestricted, .. Everything]
            : [.. NeverRestricted, .. httpHosts.SelectMany(Of)];

    private static string[] Of(string entry)
    {
        var (host, port) = Split(entry);
        return host == "self" ? ["http://self"] : [$"http://{host}{port}", $"https://{host}{port}"];
    }

    // An entry is a URL, or what follows http:// in one; user and password do not count.
    private static (string Host, string Port) Split(string entry)
    {
        var url = entry.Contains("//", StringComparison.Ordinal) ? entry : "http://" + entry;
        var start = url.IndexOf("//", StringComparison.Ordinal) + 2;
        var authority = url[start..].Split('/', '?', '#')[0];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        var colon = authority.LastIndexOf(':');
        if (colon <= authority.LastIndexOf(']'))
        {
            return (HostOf(authority), "");
        }

        var isSecure = url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        return (HostOf(authority[..colon]), PortOf(authority[(colon + 1)..], isSecure ? 443 : 80));
    }

    private static string HostOf(string host) => Punycode.ToAscii(host.ToLowerInvariant());

    // The scheme's own port is as good as none.
    private static string PortOf(string digits, int standard) =>
        ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port != standard
            ? string.Create(CultureInfo.InvariantCulture, $":{port}")
            : "";
}
