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
        return [.. document.RootElement.EnumerateArray().Select(item => new RecordedFinding(
            (FindingLevel)item[0].GetInt32(),
            item[1].GetString()!,
            item[2].GetString()!,
            item[3].GetString()!,
            item[4].GetString()))];
    }
}
