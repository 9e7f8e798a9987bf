using System.Collections.Immutable;
using Migrator.Bindle.Verification;
using Migrator.Engine.Jobs;
using Migrator.Oci.Model;

namespace Migrator.Engine.Inspection;

/// <summary>What a look at an OCI target showed.</summary>
public sealed record ArtifactInspectionOutcome
{
    /// <summary>How the look ended.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>The target, for messages; null when it could not be opened.</summary>
    public string? Target { get; init; }

    /// <summary>The tags, when no reference was given.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The manifest's descriptor, when a reference was given.</summary>
    public Descriptor? Descriptor { get; init; }

    /// <summary>The manifest; null when no reference was given.</summary>
    public Manifest? Manifest { get; init; }

    /// <summary>What speaks about the manifest, such as the whole bindle that goes along.</summary>
    public ImmutableArray<Descriptor> Referrers { get; init; } = [];

    /// <summary>Why the look failed.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];
}
