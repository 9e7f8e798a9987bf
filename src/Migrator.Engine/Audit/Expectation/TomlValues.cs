using System.Text.Json.Nodes;
using Migrator.Bindle.Toml;

namespace Migrator.Engine.Audit.Expectation;

/// <summary>TOML values as the JSON that Spin makes of them (spec/spin-oci.md 3.3).</summary>
internal static class TomlValues
{
    public static JsonObject ToJson(TomlTable table, params ReadOnlySpan<string> without)
    {
        var json = new JsonObject();
        foreach (var entry in table.Entries)
        {
            if (!without.Contains(entry.Key))
            {
                json[entry.Key] = ToJson(entry.Value);
            }
        }

        return json;
    }

    private static JsonNode? ToJson(TomlNode node) => node switch
    {
        TomlTable table => ToJson(table),
        TomlArray array => new JsonArray([.. array.Items.Select(ToJson)]),
        TomlString text => JsonValue.Create(text.Value),
        TomlInteger whole => JsonValue.Create(whole.Value),
        TomlFloat number => double.IsFinite(number.Value) ? JsonValue.Create(number.Value) : null,
        TomlBoolean flag => JsonValue.Create(flag.Value),
        TomlDateTime time => new JsonObject { ["$__toml_private_datetime"] = time.Text },
        _ => throw new InvalidOperationException($"TOML has no value such as {node.KindName}."),
    };
}
