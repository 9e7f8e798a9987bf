using System.Text.Json;
using Migrator.Bindle.Verification;

namespace Migrator.Cli.Output;

/// <summary>Findings for programs; their twin for people is <see cref="FindingText"/>.</summary>
internal static class FindingJson
{
    public static void Write(Utf8JsonWriter json, IEnumerable<Finding> findings)
    {
        json.WriteStartArray("findings");
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("code", finding.Code);
            json.WriteString("level", finding.Level.ToString().ToLowerInvariant());
            json.WriteString("title", finding.Kind.Title);
            json.WriteString("subject", finding.Subject);
            json.WriteString("message", finding.Message);
            json.WriteString("place", finding.Place);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
