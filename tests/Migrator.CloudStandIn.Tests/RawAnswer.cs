using System.Text.Json.Nodes;

namespace Migrator.StandIn.Tests;

/// <summary>An answer as it came.</summary>
internal sealed record RawAnswer(int Status, string Text, string? Type, IReadOnlyDictionary<string, string> Headers)
{
    internal JsonNode Json => JsonNode.Parse(Text)!;

    internal Guid Id => Json.GetValue<Guid>();
}
