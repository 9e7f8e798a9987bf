using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Toml;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>One <c>[[module]]</c> of Wagi's <c>modules.toml</c> (spec/bindle.md 8.2 and 8.3).</summary>
internal sealed record ModuleMapEntry
{
    /// <summary>The route.</summary>
    public required string Route { get; init; }

    /// <summary>The module: a path, or an address such as <c>bindle:NAME/VERSION</c>.</summary>
    public required string Module { get; init; }

    /// <summary>The function called; null when not said.</summary>
    public string? Entrypoint { get; init; }

    /// <summary>The template of its arguments; null when not said.</summary>
    public string? Argv { get; init; }

    /// <summary>The hosts it may call; null when not said.</summary>
    public ImmutableArray<string>? AllowedHosts { get; init; }

    /// <summary>Its environment, of which Wagi's documents spoke; no released Wagi read it.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = TextMap.Empty;

    /// <summary>Folders that it sees: the path that it sees, and the folder.</summary>
    public ImmutableSortedDictionary<string, string> Volumes { get; init; } = TextMap.Empty;

    /// <summary>Where the entry stands.</summary>
    public required TomlPosition Position { get; init; }
}
