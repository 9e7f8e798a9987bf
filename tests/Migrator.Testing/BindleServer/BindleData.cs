using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Toml;

namespace Migrator.Testing.BindleServer;

/// <summary>Invoices and answers as plain data, from TOML or JSON and back.</summary>
internal static class BindleData
{
    /// <summary>Reads TOML; null when it is none.</summary>
    public static JsonObject? FromToml(ReadOnlyMemory<byte> bytes) =>
        TomlDocument.Read(bytes, TomlRepeatedKeys.KeepLast).Root is { } root ? (JsonObject)From(root) : null;

    /// <summary>Reads JSON and leaves out nulls; null when it is none.</summary>
    public static JsonObject? FromJson(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonNode.Parse(bytes.Span) is JsonObject data ? WithoutNulls(data) : null;
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>What is wrong with an invoice; null when it is taken, as leniently as the real server does.</summary>
    public static string? FaultOf(ReadOnlyMemory<byte> bytes, bool isJson)
    {
        var reading = isJson
            ? InvoiceJson.Read(bytes, "invoice", lenient: true)
            : InvoiceToml.Read(bytes, "invoice", lenient: true);
        return reading.Findings.FirstOrDefault(
            finding => finding.IsError || finding.Kind == ReadingFindings.FieldLeftOut)?.Message;
    }

    /// <summary>Writes TOML; null for what the real server cannot write (spec/bindle.md 2.7).</summary>
    public static string? ToToml(JsonObject data)
    {
        if (!CanBeToml(data))
        {
            return null;
        }

        var text = new StringBuilder();
        Write(text, data, "");
        return text.ToString();
    }

    private static bool CanBeToml(JsonNode? node) => node switch
    {
        JsonObject label when label.ContainsKey("origin")
            && (label.ContainsKey("annotations") || label.ContainsKey("feature")) => false,
        JsonObject invoice when new[] { "parcel", "group", "signature" }
            .Any(key => invoice[key] is JsonArray { Count: 0 }) => false,
        JsonObject table => table.All(entry => CanBeToml(entry.Value)),
        JsonArray array => array.All(CanBeToml),
        _ => true,
    };

    private static JsonNode From(TomlNode node) => node switch
    {
        TomlTable table => new JsonObject(
            table.Entries.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)From(entry.Value)))),
        TomlArray array => new JsonArray([.. array.Items.Select(From)]),
        TomlString text => JsonValue.Create(text.Value),
        TomlInteger integer => JsonValue.Create(integer.Value),
        TomlBoolean boolean => JsonValue.Create(boolean.Value),
        TomlFloat number => JsonValue.Create(number.Text),
        TomlDateTime time => JsonValue.Create(time.Text),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static JsonObject WithoutNulls(JsonObject data) => new(data
        .Where(entry => entry.Value is not null)
        .Select(entry => KeyValuePair.Create(entry.Key, WithoutNulls(entry.Value!))));

    private static JsonNode? WithoutNulls(JsonNode node) => node switch
    {
        JsonObject table => WithoutNulls(table),
        JsonArray array => new JsonArray([.. array.Select(item => item is null ? null : WithoutNulls(item))]),
        _ => node.DeepClone(),
    };

    // Plain values come before tables, or they would belong to them.
    private static void Write(StringBuilder text, JsonObject table, string path)
    {
        foreach (var (key, value) in table.Where(entry => !IsTables(entry.Value)))
        {
            text.Append(CultureInfo.InvariantCulture, $"{Key(key)} = {Inline(value)}\n");
        }

        foreach (var (key, value) in table.Where(entry => IsTables(entry.Value)))
        {
            var inner = path.Length == 0 ? Key(key) : $"{path}.{Key(key)}";
            foreach (var (item, header) in value is JsonArray array
                ? array.Select(item => ((JsonObject)item!, $"[[{inner}]]"))
                : [((JsonObject)value!, $"[{inner}]")])
            {
                text.Append(CultureInfo.InvariantCulture, $"\n{header}\n");
                Write(text, item, inner);
            }
        }
    }

    private static bool IsTables(JsonNode? node) => node is JsonObject or JsonArray { Count: > 0 } and [JsonObject, ..];

    private static string Inline(JsonNode? node) => node switch
    {
        JsonArray array => $"[{string.Join(", ", array.Select(Inline))}]",
        JsonValue value when value.TryGetValue<string>(out var text) => Quote(text),
        _ => node!.ToJsonString(),
    };

    private static string Key(string key) =>
        key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? key : Quote(key);

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c is '"' or '\\' ? quoted.Append('\\').Append(c)
                : c < ' ' || c == '\u007F' ? quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}")
                : quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
