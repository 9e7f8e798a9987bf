using System.Text.Json;
using System.Text.Json.Nodes;

namespace Migrator.Engine.Tests.Audit;

/// <summary>A change of one value of a document, or the removal of one member or item.</summary>
internal sealed class LeafChange
{
    private readonly JsonNode _parent;
    private readonly string? _name;
    private readonly int _index;
    private readonly bool _remove;

    private LeafChange(JsonNode parent, string? name, int index, bool remove)
    {
        (_parent, _name, _index, _remove) = (parent, name, index, remove);
        IsHarmless = remove && name is not null && IsSameWithout(name, parent[name]);
    }

    /// <summary>
    /// Whether the document says the same afterwards: without an empty list, or metadata of empty lists alone, or the
    /// bindle's version, which only one of the two version policies writes.
    /// </summary>
    public bool IsHarmless { get; }

    /// <summary>Every change that a document can undergo, in the order of the text.</summary>
    public static IReadOnlyList<LeafChange> AllOf(JsonObject root)
    {
        var changes = new List<LeafChange>();
        Collect(root, changes);
        return changes;
    }

    /// <summary>Makes the change.</summary>
    public void Apply()
    {
        if (_remove && _name is not null)
        {
            _parent.AsObject().Remove(_name);
        }
        else if (_remove)
        {
            _parent.AsArray().RemoveAt(_index);
        }
        else if (_name is not null)
        {
            _parent[_name] = Other(_parent[_name]);
        }
        else
        {
            _parent[_index] = Other(_parent[_index]);
        }
    }

    public override string ToString() =>
        $"{(_remove ? "without" : "with another")} {_parent.GetPath()} {_name ?? $"[{_index}]"}";

    private static bool IsSameWithout(string name, JsonNode? value) =>
        name == "bindle_version"
        || (value is JsonArray { Count: 0 } && name is not ("components" or "triggers"))
        || (value is JsonObject members
            && name == "metadata"
            && members.All(member => member.Value is JsonArray { Count: 0 }));

    private static void Collect(JsonNode? node, List<LeafChange> changes)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                Add(node, name, 0, value, changes);
            }
        }
        else if (node is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                Add(node, null, i, items[i], changes);
            }
        }
    }

    private static void Add(JsonNode parent, string? name, int index, JsonNode? value, List<LeafChange> changes)
    {
        changes.Add(new LeafChange(parent, name, index, remove: true));
        if (value is null or JsonValue)
        {
            changes.Add(new LeafChange(parent, name, index, remove: false));
        }

        Collect(value, changes);
    }

    private static JsonNode Other(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => OtherText(value.GetValue<string>()),
        JsonValueKind.Number => 7,
        JsonValueKind.True => false,
        JsonValueKind.False => true,
        _ => "something",
    };

    // A digest stays a digest, so that it is not refused for its looks.
    private static string OtherText(string text) => text.StartsWith("sha256:", StringComparison.Ordinal)
        ? text[..^1] + (text[^1] == '0' ? '1' : '0')
        : text + "AAAA";
}
