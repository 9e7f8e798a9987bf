using System.Collections.Immutable;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pushing;

namespace Migrator.Engine.Journal;

/// <summary>An attempt at an app as the journal keeps it.</summary>
public sealed record RecordedAttempt
{
    /// <summary>The run that made it.</summary>
    public required long Run { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended; null while it goes on, and when its run was killed.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>How it ended; null as before.</summary>
    public JobStatus? Status { get; init; }

    /// <summary>The digest that the tag points to now; null when it failed.</summary>
    public string? Manifest { get; init; }

    /// <summary>The digest of the referrer; null when there is none.</summary>
    public string? Referrer { get; init; }

    /// <summary>The bindle as the attempt read it; null when it did not, or has not ended.</summary>
    public RecordedBindle? Bindle { get; init; }

    /// <summary>The blobs of the artifact that the attempt made of it; null when it made none.</summary>
    public RecordedBlobs? Blobs { get; init; }

    /// <summary>The app in the cloud; null when it was not deployed.</summary>
    public RecordedDeployment? Deployment { get; init; }

    /// <summary>Blobs and bytes, sent and found.</summary>
    public PushCounts Counts { get; init; }

    /// <summary>The code of what made it fail; null when it did not.</summary>
    public string? Cause { get; init; }

    /// <summary>What it found.</summary>
    public ImmutableArray<RecordedFinding> Findings { get; init; } = [];
}
