using System.Text.Json;
using Migrator.Oci.Model;

namespace Migrator.Oci.Json;

/// <summary>A JSON object that is read member by member; a member at fault is named by its path.</summary>
internal readonly struct JsonObject
{
    private readonly JsonElement _element;
    private readonly string _path;

    private JsonObject(JsonElement element, string path)
    {
        _element = element;
        _path = path;
    }

    /// <summary>The object as JSON.</summary>
    public JsonElement Element => _element;

    /// <summary>Takes an element that must be an object.</summary>
    public static JsonObject Of(JsonElement element, string path) => element.ValueKind == JsonValueKind.Object
        ? new JsonObject(element, path)
        : throw new ManifestFormatException($"{path}: expected an object, got {Name(element.ValueKind)}.");

    /// <summary>Says what is wrong with a member.</summary>
    public ManifestFormatException Fault(string member, string fault) => new($"{_path}.{member}: {fault}.");

    /// <summary>The names of all members, in order.</summary>
    public IEnumerable<string> Names() => _element.EnumerateObject().Select(member => member.Name);

    /// <summary>Whether a member is there and is not null.</summary>
    public bool Has(string member) => OrNull(member) is not null;

    public string Text(string member) => TextOrNull(member) ?? throw Missing(member);

    public string? TextOrNull(string member) => OrNull(member, JsonValueKind.String)?.GetString();

    public long WholeNumber(string member)
    {
        var number = OrNull(member, JsonValueKind.Number) ?? throw Missing(member);
        return number.TryGetInt64(out var value)
            ? value
            : throw Fault(member, "expected a whole number below 2^63");
    }

    public JsonObject Object(string member) => ObjectOrNull(member) ?? throw Missing(member);

    public JsonObject? ObjectOrNull(string member) =>
        OrNull(member, JsonValueKind.Object) is { } element ? new JsonObject(element, $"{_path}.{member}") : null;

    /// <summary>The objects of an array; none when it is null, as some writers in Go leave an empty one.</summary>
    public IEnumerable<JsonObject> Objects(string member)
    {
        if (!_element.TryGetProperty(member, out _))
        {
            throw Missing(member);
        }

        return OrNull(member, JsonValueKind.Array) is { } array ? Items(array, $"{_path}.{member}") : [];
    }

    /// <summary>The texts of an array; none when it is missing or null.</summary>
    public IEnumerable<string> Texts(string member)
    {
        foreach (var item in OrNull(member, JsonValueKind.Array) is { } array ? array.EnumerateArray() : default)
        {
            yield return item.ValueKind == JsonValueKind.String
                ? item.GetString()!
                : throw Fault(member, $"expected texts, got {Name(item.ValueKind)}");
        }
    }

    private static IEnumerable<JsonObject> Items(JsonElement array, string path) =>
        array.EnumerateArray().Select((item, at) => Of(item, $"{path}[{at}]"));

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private JsonElement? OrNull(string member) =>
        _element.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private JsonElement? OrNull(string member, JsonValueKind kind) => OrNull(member) switch
    {
        null => null,
        { } value when value.ValueKind == kind => value,
        { } value => throw Fault(member, $"expected {Name(kind)}, got {Name(value.ValueKind)}"),
    };

    private ManifestFormatException Missing(string member) => Fault(member, "is missing");
}
