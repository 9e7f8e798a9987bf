using System.Collections.Immutable;
using Migrator.Bindle.Verification;
using Migrator.Oci.Model;

namespace Migrator.Engine.Journal;

/// <summary>What a look at a bindle and its target showed.</summary>
/// <param name="Class">What the plan makes of it.</param>
internal sealed record PlanEntry(PlanClass Class)
{
    /// <summary>Where the app is deployed to; null when it is not.</summary>
    public string? Repository { get; init; }

    public string? Tag { get; init; }

    /// <summary>What the version gate says; null when the app is not deployed.</summary>
    public string? Gate { get; init; }

    public string? Invoice { get; init; }

    public Digest? Manifest { get; init; }

    public Digest? Referrer { get; init; }

    /// <summary>Every blob, each digest once.</summary>
    public ImmutableArray<Descriptor> Blobs { get; init; } = [];

    public int Parcels { get; init; }

    public long ParcelBytes { get; init; }

    public string? Signatures { get; init; }

    public ImmutableArray<Finding> Findings { get; init; } = [];
}
