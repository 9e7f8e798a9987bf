using System.Text.Json.Nodes;

namespace Migrator.StandIn.Conformance;

/// <summary>
/// Schemas of OpenAPI 3.0 as JSON Schema: <c>nullable</c> becomes a type, references point to <c>$defs</c>, and the
/// known errors of the document are mended.
/// </summary>
internal sealed class SchemaTranslation(JsonObject components, bool isRequest)
{
    private const string Reference = "#/components/schemas/";

    /// <summary>One schema with all it may refer to.</summary>
    internal JsonObject Whole(JsonNode schema)
    {
        var definitions = new JsonObject();
        foreach (var (name, definition) in components)
        {
            definitions[name] = KnownErrors.WireSchemas.TryGetValue(name, out var wire)
                ? JsonNode.Parse(wire)
                : Translate(definition!);
        }

        var whole = Translate(schema).AsObject();
        whole["$defs"] = definitions;
        return whole;
    }

    private JsonNode Translate(JsonNode node) => node switch
    {
        JsonObject schema => TranslateObject(schema),
        JsonArray list => new JsonArray([.. list.Select(item => Translate(item!))]),
        _ => node.DeepClone(),
    };

    private JsonObject TranslateObject(JsonObject schema)
    {
        var translated = new JsonObject();
        foreach (var (key, value) in schema)
        {
            switch (key)
            {
                case "$ref":
                    translated[key] = ((string)value!).Replace(Reference, "#/$defs/", StringComparison.Ordinal);
                    break;
                case "properties":
                    translated[key] = Properties(value!.AsObject());
                    break;
                case "required" when value is JsonArray names:
                    translated[key] = Required(names);
                    break;
                case "nullable" or "readOnly":
                    break;
                default:
                    translated[key] = Translate(value!);
                    break;
            }
        }

        if (schema["nullable"] is JsonValue nullable && (bool)nullable && translated["type"] is { } type)
        {
            translated["type"] = new JsonArray(type.DeepClone(), "null");
        }

        return translated;
    }

    private JsonObject Properties(JsonObject properties) => new(properties
        .Where(property => !IsLeftOut(property.Key, property.Value!))
        .Select(property => KeyValuePair.Create(property.Key, (JsonNode?)Translate(property.Value!))));

    private JsonArray Required(JsonArray names) =>
        new([.. names.Where(name => !(isRequest && KnownErrors.ReadOnly.Contains((string)name!)))
            .Select(name => name!.DeepClone())]);

    private bool IsLeftOut(string name, JsonNode property) =>
        isRequest && KnownErrors.ReadOnly.Contains(name) && property["readOnly"] is not null;
}
