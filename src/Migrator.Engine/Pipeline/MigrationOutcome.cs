using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Signing;
using Migrator.Bindle.Verification;
using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pushing;
using Migrator.Oci.Model;

namespace Migrator.Engine.Pipeline;

/// <summary>What one job came to.</summary>
public sealed record MigrationOutcome
{
    /// <summary>How the job ended.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>The source, for messages; null when it could not be opened.</summary>
    public string? Source { get; init; }

    /// <summary>The bindle; null when its invoice could not be read.</summary>
    public BindleId? Id { get; init; }

    /// <summary>What judging the signatures came to; null when that was not asked for, or not reached.</summary>
    public SignatureVerdict? Signatures { get; init; }

    /// <summary>The target, for messages.</summary>
    public required string Target { get; init; }

    /// <summary>The form of the artifact.</summary>
    public required Profile Profile { get; init; }

    /// <summary>The tag that points to the artifact, or would; null when the job did not get that far.</summary>
    public string? Tag { get; init; }

    /// <summary>The artifact's manifest; null when the bindle was not converted.</summary>
    public Descriptor? Manifest { get; init; }

    /// <summary>
    /// The manifest of the whole bindle that goes along; null when none does, and when only the tag was looked at.
    /// </summary>
    public Descriptor? Referrer { get; init; }

    /// <summary>What was read of the bindle; null when its invoice could not be read.</summary>
    internal ReadBindle? Read { get; init; }

    /// <summary>
    /// How many blobs the artifact has, the referrer's included, and their bytes; null as the manifest.
    /// </summary>
    internal (int Count, long Bytes)? Blobs { get; init; }

    /// <summary>Blobs and bytes, sent and found.</summary>
    public PushCounts Counts { get; init; }

    /// <summary>Everything found, in the order of the stages.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>How long each stage took, in the order in which they ran.</summary>
    public ImmutableArray<StageTiming> Timings { get; init; } = [];
}
