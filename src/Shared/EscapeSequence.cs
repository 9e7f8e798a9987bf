using System.Buffers;
using System.Globalization;
using System.Text;

namespace Migrator.Shared;

/// <summary>What TOML, JSON, URLs, HTML and our own messages write in place of a character.</summary>
internal static class EscapeSequence
{
    private const int LongestEntity = 10;
    private static readonly (int Length, Rune? Rune) None = (0, null);

    /// <summary>What every escape begins with.</summary>
    public static SearchValues<char> Signs { get; } = SearchValues.Create("\\%&");

    /// <summary>Reads an escape.</summary>
    /// <param name="text">Any text, not empty.</param>
    /// <param name="meaning">Gets what it stands for: nothing, or one or two characters.</param>
    /// <param name="written">How many these are.</param>
    /// <returns>The length of the escape; 0 when the text begins with none.</returns>
    public static int Read(ReadOnlySpan<char> text, Span<char> meaning, out int written)
    {
        var (length, rune) = text[0] switch
        {
            '%' => Percent(text),
            '\\' => Backslash(text),
            '&' => Entity(text),
            _ => None,
        };
        written = rune?.EncodeToUtf16(meaning) ?? 0;
        return length;
    }

    // RFC 3986 2.1: bytes of UTF-8; one that is none stands for itself.
    private static (int Length, Rune? Rune) Percent(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[4];
        var count = 0;
        for (var rest = text; count < bytes.Length && rest is ['%', _, _, ..] && Hex(rest[1..3]) is { } value;)
        {
            bytes[count++] = (byte)value;
            rest = rest[3..];
        }

        return count == 0 ? None
            : Rune.DecodeFromUtf8(bytes[..count], out var rune, out var used) == OperationStatus.Done ? (3 * used, rune)
            : (3, new Rune(bytes[0]));
    }

    private static (int Length, Rune? Rune) Backslash(ReadOnlySpan<char> text) => text switch
    {
        ['\\', 'u', '{', ..] => Braced(text),
        ['\\', 'u', ..] => Unit(text),
        ['\\', 'U', ..] => Fixed(text, 8),
        ['\\', 'x', ..] => Fixed(text, 2),
        ['\\', ' ' or '\t' or '\r' or '\n', ..] => LineEnd(text),
        ['\\', var sign, ..] when Short(sign) is { } meant => (2, new Rune(meant)),
        _ => None,
    };

    private static char? Short(char sign) => sign switch
    {
        'b' => '\b',
        'e' => '\u001B',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '"' or '\'' or '/' or '\\' => sign,
        _ => null,
    };

    private static (int Length, Rune? Rune) Fixed(ReadOnlySpan<char> text, int digits) =>
        text.Length >= 2 + digits && Hex(text.Slice(2, digits)) is { } value ? (2 + digits, RuneOf(value)) : None;

    // JSON writes what is beyond 16 bits as two halves (RFC 8259 7).
    private static (int Length, Rune? Rune) Unit(ReadOnlySpan<char> text)
    {
        var half = Fixed(text, 4);
        return half.Length > 0
            && text[half.Length..] is ['\\', 'u', _, _, _, _, ..] and var rest
            && Rune.TryCreate((char)Hex(text[2..6])!.Value, (char)(Hex(rest[2..6]) ?? 0), out var whole)
                ? (2 * half.Length, whole)
                : half;
    }

    private static (int Length, Rune? Rune) Braced(ReadOnlySpan<char> text)
    {
        var end = text[..Math.Min(text.Length, LongestEntity + 1)].IndexOf('}');
        return end is > 3 and <= LongestEntity && Hex(text[3..end]) is { } value ? (end + 1, RuneOf(value)) : None;
    }

    // A line of TOML that goes on where the next text begins (TOML 1.0, "String").
    private static (int Length, Rune? Rune) LineEnd(ReadOnlySpan<char> text)
    {
        var next = text[1..].IndexOfAnyExcept(" \t\r\n");
        var gap = next < 0 ? text.Length - 1 : next;
        return text.Slice(1, gap).Contains('\n') ? (1 + gap, null) : None;
    }

    private static (int Length, Rune? Rune) Entity(ReadOnlySpan<char> text)
    {
        var end = text[..Math.Min(text.Length, LongestEntity + 1)].IndexOf(';');
        return end < 2 ? None
            : text[1..end] switch
            {
                "amp" => (end + 1, new Rune('&')),
                "lt" => (end + 1, new Rune('<')),
                "gt" => (end + 1, new Rune('>')),
                "quot" => (end + 1, new Rune('"')),
                "apos" => (end + 1, new Rune('\'')),
                ['#', 'x' or 'X', .. var digits] when Hex(digits) is { } value => (end + 1, RuneOf(value)),
                ['#', .. var digits] when int.TryParse(
                    digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) =>
                    (end + 1, RuneOf((uint)value)),
                _ => None,
            };
    }

    private static uint? Hex(ReadOnlySpan<char> digits) =>
        uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    private static Rune RuneOf(uint value) => Rune.IsValid(value) ? new Rune(value) : Rune.ReplacementChar;
}
