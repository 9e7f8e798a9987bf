using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Migrator.Engine.Audit.Judging;

/// <summary>
/// Compares what a document must say with what it says, as data: the order of members does not count, that of array
/// items does. Differences never show a text unless asked to, since environments and variables hold secrets.
/// </summary>
internal sealed class JsonComparison
{
    private readonly bool _showTexts;
    private readonly List<JsonDifference> _differences = [];

    private JsonComparison(bool showTexts) => _showTexts = showTexts;

    /// <summary>Compares two objects; an absent one is an empty one.</summary>
    /// <param name="expected">What must be there.</param>
    /// <param name="actual">What is there; null when nothing is.</param>
    /// <param name="showTexts">
    /// Whether differences may show texts; those with an <c>@</c> stay hidden even then.
    /// </param>
    /// <returns>The differences, in the order of the expected members.</returns>
    public static IReadOnlyList<JsonDifference> Compare(
        JsonObject expected, JsonElement? actual, bool showTexts = false)
    {
        var comparison = new JsonComparison(showTexts);
        if (actual is { } document)
        {
            comparison.CompareObjects("", expected, document);
        }
        else
        {
            comparison._differences.AddRange(
                expected.Select(member =>
                    new JsonDifference(member.Key, comparison.Tell(member.Value), JsonDifference.Nothing)));
        }

        return comparison._differences;
    }

    private void CompareValues(string path, JsonNode? expected, JsonElement actual)
    {
        if (expected is JsonObject members && actual.ValueKind == JsonValueKind.Object)
        {
            CompareObjects(path, members, actual);
        }
        else if (expected is JsonArray items && actual.ValueKind == JsonValueKind.Array)
        {
            CompareArrays(path, items, actual);
        }
        else if (!IsSameScalar(expected, actual))
        {
            _differences.Add(new JsonDifference(path, Tell(expected), Tell(actual)));
        }
    }

    private void CompareObjects(string path, JsonObject expected, JsonElement actual)
    {
        foreach (var (name, value) in expected)
        {
            if (actual.TryGetProperty(name, out var found))
            {
                CompareValues(Join(path, name), value, found);
            }
            else
            {
                _differences.Add(new JsonDifference(Join(path, name), Tell(value), JsonDifference.Nothing));
            }
        }

        foreach (var member in actual.EnumerateObject().Where(member => !expected.ContainsKey(member.Name)))
        {
            _differences.Add(new JsonDifference(Join(path, member.Name), JsonDifference.Nothing, Tell(member.Value)));
        }
    }

    private void CompareArrays(string path, JsonArray expected, JsonElement actual)
    {
        for (var i = 0; i < Math.Max(expected.Count, actual.GetArrayLength()); i++)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
            if (i >= expected.Count)
            {
                _differences.Add(new JsonDifference(place, JsonDifference.Nothing, Tell(actual[i])));
            }
            else if (i >= actual.GetArrayLength())
            {
                _differences.Add(new JsonDifference(place, Tell(expected[i]), JsonDifference.Nothing));
            }
            else
            {
                CompareValues(place, expected[i], actual[i]);
            }
        }
    }

    // A whole number is compared digit by digit, a float as the number it is; 1 and 1.0 are two things (spec 3.3).
    private static bool IsSameScalar(JsonNode? expected, JsonElement actual) => expected?.GetValueKind() switch
    {
        null => actual.ValueKind == JsonValueKind.Null,
        JsonValueKind.String =>
            actual.ValueKind == JsonValueKind.String && actual.ValueEquals(expected.GetValue<string>()),
        JsonValueKind.Number => actual.ValueKind == JsonValueKind.Number && IsSameNumber(expected.AsValue(), actual),
        var kind => kind is JsonValueKind.True or JsonValueKind.False && actual.ValueKind == kind,
    };

    private static bool IsSameNumber(JsonValue expected, JsonElement actual)
    {
        var raw = actual.GetRawText();
        return expected.TryGetValue<long>(out var whole)
            ? raw == whole.ToString(CultureInfo.InvariantCulture)
            : raw.AsSpan().ContainsAny('.', 'e', 'E') && actual.GetDouble().Equals(expected.GetValue<double>());
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private string Tell(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.String => TellText(value.GetValue<string>()),
        JsonValueKind.Array => Count(value.AsArray().Count, "item"),
        JsonValueKind.Object => Count(value.AsObject().Count, "member"),
        var kind => kind.Value.ToString().ToLowerInvariant(),
    };

    private string Tell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => TellText(value.ToString()),
        JsonValueKind.Array => Count(value.GetArrayLength(), "item"),
        JsonValueKind.Object => Count(value.EnumerateObject().Count(), "member"),
        var kind => kind.ToString().ToLowerInvariant(),
    };

    private string TellText(string text) => _showTexts && !text.Contains('@', StringComparison.Ordinal)
        ? $"'{text}'"
        : $"a text of {Count(text.Length, "character")}";

    private static string Count(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
