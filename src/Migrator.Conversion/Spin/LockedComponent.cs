using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Conversion.Spin;

/// <summary>A component of a locked app.</summary>
internal sealed record LockedComponent
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// Hosts, stores, models and what else the component says of itself; left out of the JSON when empty.
    /// </summary>
    public required SpinValue.Table Metadata { get; init; }

    /// <summary>The module.</summary>
    public required AppContent Source { get; init; }

    /// <summary>The environment; left out of the JSON when empty.</summary>
    public ImmutableSortedDictionary<string, string> Env { get; init; } = TextMap.Empty;

    /// <summary>The files; left out of the JSON when there are none.</summary>
    public ImmutableArray<AppFile> Files { get; init; } = [];

    /// <summary>The configuration; left out of the JSON when empty.</summary>
    public ImmutableSortedDictionary<string, string> Config { get; init; } = TextMap.Empty;
}
