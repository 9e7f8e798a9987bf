using System.Buffers;
using System.Globalization;
using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Server;

/// <summary>Paths of the API, spelled as the Rust client spells them (spec/bindle.md 3.5).</summary>
internal static class ServerPath
{
    /// <summary>The host's public keys.</summary>
    public const string HostKeys = "bindle-keys";

    // What the URL library of the Rust client encodes in a path; everything else, + and % included, stays as it is.
    private static readonly SearchValues<char> Encoded = SearchValues.Create(" \"<>`{}");
    private static readonly SearchValues<char> Unaddressable = SearchValues.Create("@?#\\\t\n\r");

    /// <summary>The invoice of a bindle, also when it was yanked, as real clients ask for it.</summary>
    public static string Invoice(BindleId id) => $"_i/{Encode(id.ToString())}?yanked=true";

    /// <summary>The bytes of a parcel.</summary>
    public static string Parcel(BindleId id, string sha256) => $"_i/{Encode(id.ToString())}@{sha256}";

    /// <summary>The labels of the parcels that the server lacks.</summary>
    public static string Missing(BindleId id) => $"_r/missing/{Encode(id.ToString())}";

    /// <summary>One page of a search; an empty term finds everything.</summary>
    public static string Query(string term, int offset, int limit) => string.Create(
        CultureInfo.InvariantCulture, $"_q?q={Uri.EscapeDataString(term)}&o={offset}&l={limit}");

    /// <summary>Why no server can be asked for a bindle; null when one can.</summary>
    /// <param name="id">The bindle's id.</param>
    public static string? Refuse(BindleId id)
    {
        var text = id.ToString();
        var at = text.AsSpan().IndexOfAny(Unaddressable);
        if (at >= 0)
        {
            return $"its name holds {MessageText.Quote(text[at].ToString())}, which means something else in a URL";
        }

        // Clients and proxies resolve these, so that another resource would be asked for (spec/bindle.md 10.1 row 25).
        if (text.Split('/').Any(part => part is "." or ".."))
        {
            return "its name holds . or .. as a part, which makes another path of it";
        }

        return Encoding.UTF8.GetByteCount(text) * 3 > BindleServerAddress.MaxTargetLength / 2
            ? "its name is longer than servers take"
            : null;
    }

    /// <summary>Encodes what may not stand in a path; nothing is decoded and nothing resolved.</summary>
    /// <param name="path">Any text.</param>
    public static string Encode(string path)
    {
        var encoded = new StringBuilder(path.Length);
        foreach (var rune in path.EnumerateRunes())
        {
            if (rune.IsAscii && !Rune.IsControl(rune) && !Encoded.Contains((char)rune.Value))
            {
                encoded.Append((char)rune.Value);
            }
            else
            {
                AppendEncoded(encoded, rune);
            }
        }

        return encoded.ToString();
    }

    private static void AppendEncoded(StringBuilder encoded, Rune rune)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var unit in utf8[..rune.EncodeToUtf8(utf8)])
        {
            encoded.Append(CultureInfo.InvariantCulture, $"%{unit:X2}");
        }
    }
}
