using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>What a HIPPOFACTS says, as Hippo 0.10 read it (spec/bindle.md 8.4).</summary>
internal sealed record HippoFacts
{
    /// <summary>Name and version, as <c>hippo prepare</c> for production took them.</summary>
    public required BindleId Id { get; init; }

    /// <summary>What the bindle is.</summary>
    public string? Description { get; init; }

    /// <summary>The authors.</summary>
    public ImmutableArray<string> Authors { get; init; } = [];

    /// <summary>Annotations of the invoice.</summary>
    public ImmutableSortedDictionary<string, string> Annotations { get; init; } = TextMap.Empty;

    /// <summary>Handlers, then exports, each in the order of the text.</summary>
    public ImmutableArray<HippoEntry> Entries { get; init; } = [];
}
