using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Migrator.Bindle.Verification;
using Migrator.Oci.Json;

namespace Migrator.Engine.Journal;

/// <summary>Findings as the journal's text: a JSON array of <c>[level, code, title, message, place]</c>.</summary>
internal static class FindingsText
{
    public static string? Write(IReadOnlyCollection<Finding> findings)
    {
        if (findings.Count == 0)
        {
            return null;
        }

        var writer = new StableJsonWriter();
        writer.WriteStartArray();
        foreach (var finding in findings)
        {
            writer.WriteStartArray();
            writer.WriteNumber((long)finding.Level);
            writer.WriteString(finding.Code);
            writer.WriteString(finding.Kind.Title);
            writer.WriteString(finding.Message);
            writer.WriteString(finding.Place);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        return Encoding.UTF8.GetString(writer.ToArray());
    }

    public static ImmutableArray<RecordedFinding> Read(string? text)
    {
        if (text is null)
        {
            return [];
        }

        using var document = JsonDocument.Parse(text);
        return [.. document.RootElement.EnumerateArray().Select(ReadOne)];
    }

    private static RecordedFinding ReadOne(JsonElement item) => new(
        (FindingLevel)item[0].GetInt32() is var level && Enum.IsDefined(level)
            ? level
            : throw new FormatException("the level of a finding is not known"),
        TextOf(item[1]),
        TextOf(item[2]),
        TextOf(item[3]),
        item[4].GetString());

    private static string TextOf(JsonElement item) =>
        item.GetString() ?? throw new FormatException("a text of a finding is missing");
}
