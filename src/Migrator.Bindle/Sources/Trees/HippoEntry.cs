using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Toml;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>A module that a HIPPOFACTS names (spec/bindle.md 8.4).</summary>
internal abstract record HippoEntry
{
    private HippoEntry()
    {
    }

    /// <summary>Patterns for the files that the module gets.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>Where the entry stands.</summary>
    public required TomlPosition Position { get; init; }

    /// <summary>The group of its files.</summary>
    public abstract string GroupName { get; }

    /// <summary>A module of the tree at a route.</summary>
    /// <param name="Name">Its file.</param>
    /// <param name="Entrypoint">The function called; null when not said.</param>
    /// <param name="Route">The route.</param>
    public sealed record LocalHandler(string Name, string? Entrypoint, string Route) : HippoEntry
    {
        /// <inheritdoc/>
        public override string GroupName => $"{Name}-files";
    }

    /// <summary>A module of another bindle at a route.</summary>
    /// <param name="Bindle">The other bindle.</param>
    /// <param name="HandlerId">The id under which it exports the module.</param>
    /// <param name="Route">The route.</param>
    public sealed record ExternalHandler(BindleId Bindle, string HandlerId, string Route) : HippoEntry
    {
        /// <inheritdoc/>
        public override string GroupName => $"import:{Bindle}:{HandlerId}-at-{Route}-files";
    }

    /// <summary>A module of the tree for other bindles' routes.</summary>
    /// <param name="Name">Its file.</param>
    /// <param name="Entrypoint">The function called; null when not said.</param>
    /// <param name="Id">The id under which others name it.</param>
    public sealed record Export(string Name, string? Entrypoint, string Id) : HippoEntry
    {
        /// <inheritdoc/>
        public override string GroupName => $"{Name}-{Id}-files";
    }
}
