using System.Text.Json;

namespace Migrator.Bindle.Sources.Server;

/// <summary>Members of a JSON object that others wrote; what is missing or of another kind is null.</summary>
internal static class JsonFields
{
    /// <summary>A text that is not empty.</summary>
    public static string? TextOrNull(this JsonElement json, string name)
    {
        try
        {
            return ValueOrNull(json, name, JsonValueKind.String)?.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: valid JSON, and no text.
            return null;
        }
    }

    /// <summary>A number of seconds, whole or not; rounded down.</summary>
    public static long? SecondsOrNull(this JsonElement json, string name) =>
        ValueOrNull(json, name, JsonValueKind.Number) is { } number
        && number.TryGetDouble(out var seconds) && seconds is >= 0 and < long.MaxValue
            ? (long)seconds
            : null;

    private static JsonElement? ValueOrNull(JsonElement json, string name, JsonValueKind kind) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == kind
            ? value
            : null;
}
