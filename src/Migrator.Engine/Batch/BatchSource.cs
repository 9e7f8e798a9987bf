using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Engine.Batch;

/// <summary>One place where bindles of a batch are.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Location">A URL, a path, or a pattern of paths; as written.</param>
public sealed record BatchSource(BatchSourceKind Kind, string Location)
{
    /// <summary>For a server: texts that names must hold, each asked for by itself; empty for all bindles.</summary>
    public ImmutableArray<string> Queries { get; init; } = [];

    /// <summary>
    /// The only bindles that are taken from here; empty for all. Nothing but a folder of bindles is listed then.
    /// </summary>
    public ImmutableArray<BindleId> Bindles { get; init; } = [];

    /// <summary>The team of these bindles, for <c>{team}</c>; null for the target's.</summary>
    public string? Team { get; init; }
}
