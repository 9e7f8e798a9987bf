using System.Text.Json.Nodes;

namespace Migrator.StandIn.Http;

/// <summary>A JSON object of a request: read field by field, all faults told at once.</summary>
internal sealed class Command(JsonObject body)
{
    private readonly SortedDictionary<string, JsonNode?> _faults = new(StringComparer.Ordinal);

    /// <summary>Whether a field is there, null too.</summary>
    internal bool Has(string name) => body.ContainsKey(name);

    /// <summary>A text; empty when it is not there or null.</summary>
    internal string Text(string name) => OptionalText(name) ?? "";

    /// <summary>A text that must not be empty.</summary>
    internal string Needed(string name)
    {
        var text = Text(name);
        Require(text.Length > 0, Capital(name), $"The {Capital(name)} field is required.");
        return text;
    }

    /// <summary>A text; null when it is not there or null.</summary>
    internal string? OptionalText(string name) => Read<string>(name);

    /// <summary>A truth; false when it is not there.</summary>
    internal bool Flag(string name) => Read<bool?>(name) ?? false;

    /// <summary>An id that must be there.</summary>
    internal Guid Id(string name)
    {
        var id = OptionalId(name);
        Require(id is not null, Capital(name), $"The {Capital(name)} field is required.");
        return id ?? Guid.Empty;
    }

    /// <summary>An id; null when it is not there or null.</summary>
    internal Guid? OptionalId(string name)
    {
        if (OptionalText(name) is not { } text)
        {
            return null;
        }

        var valid = Guid.TryParse(text, out var id);
        Require(valid, name, $"Error converting value \"{text}\" to type 'System.Guid'.");
        return valid ? id : null;
    }

    /// <summary>One of the names of an enumeration, spelled exactly so.</summary>
    internal T Name<T>(string name)
        where T : struct, Enum
    {
        var text = Text(name);
        var valid = Enum.IsDefined(typeof(T), text);
        Require(valid, name, $"Error converting value \"{text}\" to type '{typeof(T).Name}'.");
        return valid ? Enum.Parse<T>(text) : default;
    }

    /// <summary>Notes a fault where a condition does not hold.</summary>
    internal void Require(bool holds, string field, string message)
    {
        if (holds)
        {
            return;
        }

        if (_faults.TryGetValue(field, out var known))
        {
            known!.AsArray().Add(message);
        }
        else
        {
            _faults[field] = new JsonArray(JsonValue.Create(message));
        }
    }

    /// <summary>Ends the request when there are faults.</summary>
    internal void Check()
    {
        if (_faults.Count > 0)
        {
            throw new ProblemException(Problems.Invalid(_faults));
        }
    }

    /// <summary>The same body with <c>{"value": X}</c> taken for X.</summary>
    internal Command Unwrapped()
    {
        var flat = new JsonObject();
        foreach (var (name, value) in body)
        {
            flat[name] = value is JsonObject wrapped && wrapped.ContainsKey("value")
                ? wrapped["value"]?.DeepClone()
                : value?.DeepClone();
        }

        return new Command(flat);
    }

    private T? Read<T>(string name)
    {
        switch (body[name])
        {
            case null:
                return default;
            case JsonValue value when value.TryGetValue(out T? read):
                return read;
            default:
                Require(false, name, $"Error converting value of '{name}' to type '{typeof(T).Name}'.");
                return default;
        }
    }

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
