using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Migrator.Conversion.Spin.Hosts;

/// <summary>
/// The host of an http URL in the one spelling that Spin compares: lower case, percent-decoded, Punycode, addresses in
/// their usual form (WHATWG URL 3.5, as Rust's <c>url</c> crate has it).
/// </summary>
internal static class UrlHost
{
    private const string PunycodePrefix = "xn--";
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 0x21).Select(code => (char)code), .. "#%/:<>?@[\\]^|\u007f"]);

    /// <summary>Reads a host.</summary>
    /// <param name="text">A name, an IPv4 address in any of its spellings, or an IPv6 address in brackets.</param>
    /// <returns>The host in its one spelling; null when the text is none.</returns>
    public static string? Parse(string text)
    {
        if (text.StartsWith('['))
        {
            return text.EndsWith(']') ? Ipv6(text[1..^1]) : null;
        }

        if (ToAscii(Uri.UnescapeDataString(text)) is not { Length: > 0 } name || name.AsSpan().ContainsAny(Forbidden))
        {
            return null;
        }

        return Ipv4Text.EndsInNumber(name) ? Ipv4Text.Normalise(name) : name;
    }

    private static string? ToAscii(string name)
    {
        if (DomainText.Map(name) is not { } mapped)
        {
            return null;
        }

        var labels = mapped.Split('.');
        for (var i = 0; i < labels.Length; i++)
        {
            if (LabelToAscii(labels[i]) is not { } label)
            {
                return null;
            }

            labels[i] = label;
        }

        return string.Join('.', labels);
    }

    private static string? LabelToAscii(string label)
    {
        if (label.StartsWith(PunycodePrefix, StringComparison.Ordinal))
        {
            var decoded = Ascii.IsValid(label) ? Punycode.Decode(label[PunycodePrefix.Length..]) : null;
            return string.IsNullOrEmpty(decoded) ? null : label;
        }

        if (Ascii.IsValid(label))
        {
            return label;
        }

        if (label.Length > Punycode.MaxLabelLength)
        {
            return null;
        }

        var first = Rune.GetUnicodeCategory(Rune.GetRuneAt(label, 0));
        var startsWithMark = first is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.EnclosingMark;
        return startsWithMark ? null : PunycodePrefix + Punycode.Encode(label);
    }

    private static string? Ipv6(string text)
    {
        var isPlain = text.All(letter => char.IsAsciiHexDigit(letter) || letter is ':' or '.');
        if (!isPlain || !IPAddress.TryParse(text, out var address)
            || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return null;
        }

        var bytes = address.GetAddressBytes();
        int[] pieces = [.. Enumerable.Range(0, 8).Select(i => (bytes[2 * i] << 8) | bytes[(2 * i) + 1])];
        return $"[{Compress(pieces)}]";
    }

    // The first of the longest runs of two or more zero pieces becomes "::" (RFC 5952).
    private static string Compress(int[] pieces)
    {
        var (start, length) = (0, 1);
        for (var i = 0; i < pieces.Length; i++)
        {
            var run = pieces.Skip(i).TakeWhile(piece => piece == 0).Count();
            (start, length) = run > length ? (i, run) : (start, length);
        }

        return length < 2
            ? Join(pieces)
            : $"{Join(pieces.AsSpan(0, start))}::{Join(pieces.AsSpan(start + length))}";
    }

    private static string Join(ReadOnlySpan<int> pieces) =>
        string.Join(':', pieces.ToArray().Select(piece => piece.ToString("x", CultureInfo.InvariantCulture)));
}
