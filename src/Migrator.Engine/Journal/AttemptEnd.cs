using System.Collections.Immutable;
using Migrator.Bindle.Verification;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pushing;
using Migrator.Oci.Model;

namespace Migrator.Engine.Journal;

/// <summary>What an attempt at an app came to.</summary>
/// <param name="State">The app's state from now on.</param>
/// <param name="Status">How the job ended.</param>
internal sealed record AttemptEnd(AppState State, JobStatus Status)
{
    public Digest? Manifest { get; init; }

    public Digest? Referrer { get; init; }

    /// <summary>What is in the cloud of it; null when it was not deployed.</summary>
    public RecordedDeployment? Deployment { get; init; }

    /// <summary>The bindle as it was read; null when it was not.</summary>
    public RecordedBindle? Bindle { get; init; }

    /// <summary>The blobs of the artifact; null when none was made.</summary>
    public RecordedBlobs? Blobs { get; init; }

    public PushCounts Counts { get; init; }

    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>The code of what made it fail; null when it did not.</summary>
    public string? Cause => Findings.FirstOrDefault(finding => finding.IsError)?.Code;
}
