using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;

namespace Migrator.Bindle.Toml;

/// <summary>A TOML 1.0 text, read strictly; faults are data, never exceptions.</summary>
/// <remarks>
/// Stricter than Tomlyn, which reads TOML 1.1: line ends and trailing commas in inline tables, times without seconds
/// and the escapes <c>\e</c> and <c>\x</c> are faults, as for the readers of old (spec/bindle.md 2.6). Reading stops at
/// the first fault of grammar; faults of table structure are collected, up to 10,000. A text of more than 2,000,000
/// keys and values is at fault: they take about twenty times the memory of their text.
/// </remarks>
public sealed class TomlDocument
{
    private static readonly TomlPosition Start = new(1, 1);

    private TomlDocument(TomlTable? root, ImmutableArray<TomlFault> faults, bool hasByteOrderMark)
    {
        Root = root;
        Faults = faults;
        HasByteOrderMark = hasByteOrderMark;
    }

    /// <summary>The document's table; null when there is a fault.</summary>
    public TomlTable? Root { get; }

    /// <summary>The faults, in the order of the text.</summary>
    public ImmutableArray<TomlFault> Faults { get; }

    /// <summary>Whether the text began with a UTF-8 byte order mark, which is skipped.</summary>
    public bool HasByteOrderMark { get; }

    /// <summary>Reads a text.</summary>
    /// <param name="utf8">The whole text in UTF-8, with or without a byte order mark.</param>
    /// <param name="repeatedKeys">What becomes of a key given twice.</param>
    /// <returns>The document with its table or its faults.</returns>
    public static TomlDocument Read(
        ReadOnlyMemory<byte> utf8,
        TomlRepeatedKeys repeatedKeys = TomlRepeatedKeys.Reject)
    {
        var bytes = utf8.Span;
        var hasMark = bytes.StartsWith("\uFEFF"u8);
        if (hasMark)
        {
            bytes = bytes[3..];
        }

        if (FindEncodingFault(bytes) is { } fault)
        {
            return new TomlDocument(null, [fault], hasMark);
        }

        // Before the tokens, where an escaped CR cannot yet be mistaken for one; a lone CR stays, and is a fault.
        var text = Encoding.UTF8.GetString(bytes).Replace("\r\n", "\n", StringComparison.Ordinal);
        var parser = new TomlDocumentParser(text, repeatedKeys);
        var root = parser.Parse();
        return new TomlDocument(root, parser.Faults, hasMark);
    }

    private static TomlFault? FindEncodingFault(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return null;
        }

        if (bytes.StartsWith<byte>([0xFF, 0xFE]) || bytes.StartsWith<byte>([0xFE, 0xFF]))
        {
            return EncodingFault(Start, "The file is UTF-16; save it as UTF-8.");
        }

        var valid = CountValidBytes(bytes);
        return EncodingFault(
            PositionAfter(bytes[..valid]),
            $"The byte 0x{bytes[valid]:X2} at offset {valid} is not UTF-8; save the file as UTF-8.");
    }

    private static TomlFault EncodingFault(TomlPosition position, string message) =>
        new(TomlFaultKind.Encoding, position, "", message);

    private static int CountValidBytes(ReadOnlySpan<byte> bytes)
    {
        var valid = 0;
        while (Rune.DecodeFromUtf8(bytes[valid..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            valid += length;
        }

        return valid;
    }

    private static TomlPosition PositionAfter(ReadOnlySpan<byte> valid)
    {
        var line = valid.Count((byte)'\n') + 1;
        var column = Encoding.UTF8.GetCharCount(valid[(valid.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return new TomlPosition(line, column);
    }
}
