using System.Collections.Immutable;

namespace Migrator.Conversion.Spin;

/// <summary>A locked app: what Spin runs, as JSON (spec/spin-oci.md 3.1).</summary>
internal sealed record LockedApp
{
    /// <summary>Name, version, trigger and what else the app says of itself.</summary>
    public required SpinValue.Table Metadata { get; init; }

    /// <summary>The variables; left out of the JSON when there are none.</summary>
    public ImmutableSortedDictionary<string, SpinVariable> Variables { get; init; } = SpinManifest.NoVariables;

    /// <summary>What starts the components, in order.</summary>
    public ImmutableArray<LockedTrigger> Triggers { get; init; } = [];

    /// <summary>The components, in order.</summary>
    public ImmutableArray<LockedComponent> Components { get; init; } = [];
}
