using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Migrator.Bindle.Toml;

namespace Migrator.Bindle.Invoices;

/// <summary>
/// Reads JSON as the tables that the same data has in TOML, so that one reader judges both. Nulls are as absent.
/// </summary>
internal sealed class JsonTables
{
    private const int MaxDepth = 64;
    private const int MaxParts = TomlDocumentParser.MaxParts;
    private readonly byte[] _utf8;
    private int _parts;
    private int _scanned;
    private int _line = 1;
    private int _column = 1;

    private JsonTables(byte[] utf8) => _utf8 = utf8;

    /// <summary>Reads a text whose top is an object.</summary>
    /// <param name="utf8">The whole text.</param>
    /// <param name="faults">Where a fault goes; there is one at most.</param>
    /// <returns>The table; null with a fault.</returns>
    public static TomlTable? Read(ReadOnlyMemory<byte> utf8, ICollection<TomlFault> faults)
    {
        var tables = new JsonTables(utf8.ToArray());
        try
        {
            return tables.ReadRoot();
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or JsonFaultException)
        {
            // The parser quotes what it read; only our own messages are known to be fit for a line.
            var message = (failure as JsonFaultException)?.Message
                ?? "The text is not JSON, or nested deeper than any invoice is.";
            var kind = (failure as JsonFaultException)?.Kind ?? TomlFaultKind.Syntax;
            faults.Add(new TomlFault(kind, tables.At(tables._scanned), "", message));
            return null;
        }
    }

    private TomlTable ReadRoot()
    {
        if (!Utf8.IsValid(_utf8))
        {
            throw new JsonFaultException("The text is not UTF-8.");
        }

        var reader = new Utf8JsonReader(_utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonFaultException("The text is not a JSON object.");
        }

        var root = ReadTable(ref reader);
        reader.Read();
        return root;
    }

    private TomlTable ReadTable(ref Utf8JsonReader reader)
    {
        var table = new TomlTable(At(reader.TokenStartIndex), TomlTableOrigin.Inline);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var (key, place) = (reader.GetString()!, NextPart(reader.TokenStartIndex));
            reader.Read();
            if (ReadNode(ref reader) is not { } value)
            {
                continue;
            }

            var entry = new TomlEntry(key, place, value);
            var before = table.IndexOf(key);
            if (before >= 0)
            {
                table.Replace(before, entry);
            }
            else
            {
                table.Add(entry);
            }
        }

        return table;
    }

    private TomlArray ReadArray(ref Utf8JsonReader reader)
    {
        var array = new TomlArray(At(reader.TokenStartIndex), isOfHeaders: false);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            NextPart(reader.TokenStartIndex);
            array.Add(ReadNode(ref reader) ?? throw new JsonFaultException("An array holds null."));
        }

        return array;
    }

    private TomlNode? ReadNode(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.StartObject => ReadTable(ref reader),
        JsonTokenType.StartArray => ReadArray(ref reader),
        JsonTokenType.String => new TomlString(At(reader.TokenStartIndex), reader.GetString()!),
        JsonTokenType.True => new TomlBoolean(At(reader.TokenStartIndex), true),
        JsonTokenType.False => new TomlBoolean(At(reader.TokenStartIndex), false),
        _ => ReadNumber(ref reader),
    };

    // A number of more than 63 bits becomes a float, which no field of an invoice takes (spec/bindle.md 10.1 row 32).
    private TomlNode ReadNumber(ref Utf8JsonReader reader)
    {
        var place = At(reader.TokenStartIndex);
        return reader.TryGetInt64(out var integer)
            ? new TomlInteger(place, integer)
            : new TomlFloat(place, reader.GetDouble(), Encoding.UTF8.GetString(reader.ValueSpan));
    }

    private TomlPosition NextPart(long index) => ++_parts <= MaxParts
        ? At(index)
        : throw new JsonFaultException(
            $"The text has more than {MaxParts} keys and values.", TomlFaultKind.TooLarge);

    // Tokens come in order, so each byte is looked at once. Columns count UTF-16, as those of TOML do.
    private TomlPosition At(long index)
    {
        for (; _scanned < index; _scanned++)
        {
            var first = _utf8[_scanned];
            if (first == '\n')
            {
                _line++;
                _column = 1;
            }
            else
            {
                _column += UnitsBegunBy(first);
            }
        }

        return new TomlPosition(_line, _column);
    }

    private static int UnitsBegunBy(byte first) => first switch
    {
        >= 0x80 and < 0xC0 => 0,
        >= 0xF0 => 2,
        _ => 1,
    };

    private sealed class JsonFaultException(string message, TomlFaultKind kind = TomlFaultKind.Syntax)
        : Exception(message)
    {
        public TomlFaultKind Kind => kind;
    }
}
