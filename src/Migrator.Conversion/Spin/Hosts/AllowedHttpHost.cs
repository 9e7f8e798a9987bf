using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Migrator.Conversion.Spin.Hosts;

/// <summary>One entry of <c>allowedHttpHosts</c>, read as Spin 1 reads it (spec/spin-oci.md 1.5).</summary>
/// <param name="Host">The host in the URL's one spelling.</param>
/// <param name="Port">The port, when it is not the default one of the entry's scheme.</param>
/// <param name="HasUser">Whether the entry names a user, which plays no part.</param>
internal sealed record AllowedHttpHost(string Host, int? Port, bool HasUser)
{
    /// <summary>The entry that allows every host; the rest of its list is not looked at.</summary>
    public const string All = "insecure:allow-all";

    /// <summary>The host name that means the application itself.</summary>
    public const string Self = "self";

    /// <summary>Host and port as a URL has them.</summary>
    public string Authority => Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{Host}:{port}") : Host;

    /// <summary>Reads an entry.</summary>
    /// <param name="text">A host, a host with port, or an http or https URL without path.</param>
    /// <param name="host">The entry, when the text is one.</param>
    /// <returns>Whether the text is an entry; one that is not fails the whole application.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out AllowedHttpHost? host)
    {
        // Without a scheme "localhost:3000" would be a URL of the scheme "localhost".
        var url = Clean(text.Contains("//", StringComparison.Ordinal) ? text : "http://" + text);
        host = null;
        if (AfterScheme(url, "http:") is { } plain)
        {
            host = Read(plain, defaultPort: 80);
        }
        else if (AfterScheme(url, "https:") is { } secure)
        {
            host = Read(secure, defaultPort: 443);
        }

        return host is not null;
    }

    /// <summary>Reads an entry of a manifest that was read before, so that it is one.</summary>
    /// <param name="text">As for <see cref="TryParse"/>.</param>
    /// <exception cref="FormatException">The text is no entry.</exception>
    public static AllowedHttpHost Parse(string text) =>
        TryParse(text, out var host) ? host : throw new FormatException("An allowed HTTP host cannot be read.");

    private static AllowedHttpHost? Read(string afterScheme, int defaultPort)
    {
        var rest = afterScheme.TrimStart('/', '\\');
        var end = rest.AsSpan().IndexOfAny("/\\?#");
        var authority = end < 0 ? rest : rest[..end];
        if (!IsRoot(end < 0 ? "" : rest[end..]))
        {
            return null;
        }

        var at = authority.LastIndexOf('@');
        var (hostText, portText) = Split(authority[(at + 1)..]);
        var host = hostText.Length > 0 ? UrlHost.Parse(hostText) : null;
        return host is not null && TryPort(portText, defaultPort, out var port)
            ? new AllowedHttpHost(host, port, HasUser: at > 0)
            : null;
    }

    private static (string Host, string Port) Split(string authority)
    {
        var bracket = authority.LastIndexOf(']');
        var colon = authority.IndexOf(':', Math.Max(bracket, 0));
        return colon < 0 ? (authority, "") : (authority[..colon], authority[(colon + 1)..]);
    }

    private static bool TryPort(string text, int defaultPort, out int? port)
    {
        port = null;
        if (text.Length == 0)
        {
            return true;
        }

        var digits = text.TrimStart('0');
        if (!text.All(char.IsAsciiDigit) || digits.Length > 5)
        {
            return false;
        }

        var number = digits.Length == 0 ? 0 : int.Parse(digits, CultureInfo.InvariantCulture);
        port = number == defaultPort ? null : number;
        return number <= ushort.MaxValue;
    }

    // A path is allowed when the URL parser makes "/" of it; query and fragment are not looked at.
    private static bool IsRoot(string tail)
    {
        var end = tail.AsSpan().IndexOfAny("?#");
        var path = (end < 0 ? tail : tail[..end]).Replace('\\', '/');
        if (path.Length == 0)
        {
            return true;
        }

        var kept = new List<string>();
        var segments = path[1..].Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            var dots = Dots(segments[i]);
            if (dots == 2 && kept.Count > 0)
            {
                kept.RemoveAt(kept.Count - 1);
            }

            if (dots == 0 || i == segments.Length - 1)
            {
                kept.Add(dots == 0 ? segments[i] : "");
            }
        }

        return kept is [""];
    }

    private static int Dots(string segment) =>
        segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) switch { "." => 1, ".." => 2, _ => 0 };

    private static string? AfterScheme(string url, string scheme) =>
        url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? url[scheme.Length..] : null;

    // URL parsers drop controls and blanks around a URL, and tabs and line ends anywhere.
    private static string Clean(string url)
    {
        var start = 0;
        var end = url.Length;
        while (start < end && url[start] <= ' ')
        {
            start++;
        }

        while (end > start && url[end - 1] <= ' ')
        {
            end--;
        }

        return string.Concat(url[start..end].Where(letter => letter is not ('\t' or '\n' or '\r')));
    }
}
