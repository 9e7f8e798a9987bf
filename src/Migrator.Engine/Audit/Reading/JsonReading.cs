using System.Text.Json;
using System.Text.Unicode;

namespace Migrator.Engine.Audit.Reading;

/// <summary>
/// Reads the JSON of artifacts strictly; every fault is an <see cref="ArtifactFormatException"/> that names the place.
/// </summary>
internal static class JsonReading
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    public static JsonElement Parse(ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            throw new ArtifactFormatException("It is not UTF-8.");
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            var root = document.RootElement.Clone();
            Walk(root);
            return Expect(root, JsonValueKind.Object, "the document");
        }
        catch (JsonException fault)
        {
            throw new ArtifactFormatException($"It is not JSON: {fault.Message}", fault);
        }
        catch (InvalidOperationException fault)
        {
            throw new ArtifactFormatException("It has a name or text with half of a surrogate pair.", fault);
        }
    }

    public static string Text(JsonElement parent, string name, string place) =>
        TextOrNull(parent, name, place) ?? throw Missing(name, place);

    public static string? TextOrNull(JsonElement parent, string name, string place)
    {
        if (!parent.TryGetProperty(name, out var value))
        {
            return null;
        }

        return Expect(value, JsonValueKind.String, $"{place}.{name}").GetString();
    }

    public static JsonElement? ObjectOrNull(JsonElement parent, string name, string place) =>
        parent.TryGetProperty(name, out var value) ? Expect(value, JsonValueKind.Object, $"{place}.{name}") : null;

    public static IEnumerable<(JsonElement Item, string Place)> Objects(JsonElement parent, string name, string place)
    {
        if (!parent.TryGetProperty(name, out var value))
        {
            return [];
        }

        return Expect(value, JsonValueKind.Array, $"{place}.{name}").EnumerateArray()
            .Select((item, index) => (item, $"{place}.{name}[{index}]"))
            .Select(row => (Expect(row.item, JsonValueKind.Object, row.Item2), row.Item2));
    }

    public static JsonElement Expect(JsonElement value, JsonValueKind kind, string place) =>
        value.ValueKind == kind
            ? value
            : throw new ArtifactFormatException(
                $"{place} must be {NameOf(kind)}, got {NameOf(value.ValueKind)}.");

    // Escapes are only decoded when a name or text is asked for; here all of them are, so that none fails later.
    private static void Walk(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    Walk(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Walk(item);
                }

                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
        }
    }

    private static string NameOf(JsonValueKind kind) => kind.ToString().ToLowerInvariant();

    public static ArtifactFormatException Missing(string name, string place) => new($"{place} has no '{name}'.");
}
