using System.Collections.Immutable;
using Migrator.Bindle.Verification;
using Migrator.Oci.Model;

namespace Migrator.Engine.Audit;

/// <summary>What an audit found.</summary>
public sealed record AuditReport
{
    /// <summary>The outcome: <see cref="AuditVerdict.Differs"/> when a finding is an error.</summary>
    public AuditVerdict Verdict =>
        Findings.Any(finding => finding.IsError) ? AuditVerdict.Differs : AuditVerdict.Matches;

    /// <summary>What the artifact turned out to be.</summary>
    public required ArtifactForm Form { get; init; }

    /// <summary>The artifact's digest; null when there is none.</summary>
    public Digest? Digest { get; init; }

    /// <summary>The version that the application says; null when it is not an application or says none.</summary>
    public string? AppVersion { get; init; }

    /// <summary>
    /// The digest of the manifest that holds the whole bindle as the artifact's referrer; null without one.
    /// </summary>
    public Digest? Referrer { get; init; }

    /// <summary>
    /// The digests that the target lists as copies of a bindle beside the artifact and whose manifests could be read,
    /// in the order of the list, <see cref="Referrer"/> among them: also copies of earlier states of the bindle, or of
    /// others. Null when the list was not asked for, as the artifact itself could not be read that far or is a copy.
    /// </summary>
    public ImmutableArray<Digest>? Referrers { get; init; }

    /// <summary>What was looked at.</summary>
    public required AuditCounts Counts { get; init; }

    /// <summary>Every difference and doubt, in the order in which they were found.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }
}
