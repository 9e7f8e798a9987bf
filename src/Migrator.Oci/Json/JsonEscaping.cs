using System.Buffers;

namespace Migrator.Oci.Json;

/// <summary>serde_json's escapes. No encoder of .NET gives them (spec/spin-oci.md 3.1).</summary>
internal static class JsonEscaping
{
    private static readonly SearchValues<byte> Escaped =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(unit => (byte)unit)]);

    /// <summary>Appends a text, escaped, without quotes.</summary>
    public static void Append(JsonBuffer buffer, ReadOnlySpan<byte> utf8)
    {
        for (var at = utf8.IndexOfAny(Escaped); at >= 0; at = utf8.IndexOfAny(Escaped))
        {
            buffer.Append(utf8[..at]);
            AppendEscape(buffer, utf8[at]);
            utf8 = utf8[(at + 1)..];
        }

        buffer.Append(utf8);
    }

    private static void AppendEscape(JsonBuffer buffer, byte unit)
    {
        var shortForm = unit switch
        {
            (byte)'"' => '"',
            (byte)'\\' => '\\',
            0x08 => 'b',
            0x09 => 't',
            0x0A => 'n',
            0x0C => 'f',
            0x0D => 'r',
            _ => '\0',
        };
        if (shortForm != '\0')
        {
            buffer.Append([(byte)'\\', (byte)shortForm]);
            return;
        }

        buffer.Append("\\u00"u8);
        buffer.Append([HexDigit(unit >> 4), HexDigit(unit & 0xF)]);
    }

    private static byte HexDigit(int value) => (byte)(value < 10 ? '0' + value : 'a' + value - 10);
}
