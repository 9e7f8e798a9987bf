using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Migrator.Oci.References;

/// <summary>The grammar of names (OCI distribution spec, "Pulling manifests").</summary>
internal static partial class ReferenceGrammar
{
    /// <summary>What a tag looks like, for messages.</summary>
    public const string TagRule =
        "a tag has 1 to 128 letters, digits, '_', '.' and '-', and starts with none of the last two";

    /// <summary>What a host looks like, for messages.</summary>
    public const string HostRule =
        "a host is a name, an IPv4 address or an IPv6 address in brackets, with its port (1 to 65535) if any; a name "
        + "has letters, digits, '-' and '.', at most 63 between two dots and 253 in all";

    // RFC 1035 2.3.4: what is longer no name server knows, and .NET makes no address of it.
    private const int MaxNameLength = 253;
    private const int MaxLabelLength = 63;

    private const string Label = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";

    public static bool IsTag(string text) => Tag().IsMatch(text);

    public static bool IsRepository(string text) =>
        text.Length <= TargetReference.MaxRepositoryLength && Repository().IsMatch(text);

    public static bool IsHost(string text)
    {
        if (!Host().IsMatch(text))
        {
            return false;
        }

        var bracket = text.IndexOf(']', StringComparison.Ordinal);
        var colon = text.IndexOf(':', bracket + 1);
        var name = colon < 0 ? text : text[..colon];
        return (colon < 0 || IsPort(text[(colon + 1)..])) && (bracket < 0 ? IsName(name) : IsAddress(name[1..^1]));
    }

    private static bool IsPort(string digits) => int.Parse(digits, CultureInfo.InvariantCulture) is >= 1 and <= 65535;

    private static bool IsName(string name) =>
        name.Length <= MaxNameLength && name.Split('.').All(label => label.Length <= MaxLabelLength);

    private static bool IsAddress(string text) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    [GeneratedRegex(@"\A[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    [GeneratedRegex(
        @"\A[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)*\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Repository();

    [GeneratedRegex(
        @"\A(?:" + Label + @"(?:\." + Label + @")*|\[[0-9a-fA-F:.]+\])(?::[0-9]{1,5})?\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Host();
}
