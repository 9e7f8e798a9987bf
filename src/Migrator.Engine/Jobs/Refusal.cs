using System.Collections.Frozen;
using Migrator.Bindle.Verification;
using Migrator.Conversion;

namespace Migrator.Engine.Jobs;

/// <summary>Why a bindle was refused.</summary>
internal static class Refusal
{
    private static readonly FrozenSet<FindingKind> Mismatches = FrozenSet.Create(
        VerifyFindings.SizeDiffers,
        VerifyFindings.DigestDiffers,
        ManifestFindings.ParcelUnreadable,
        ArtifactFindings.FileNotAsLabelled);

    /// <summary>
    /// A mismatch when nothing is wrong but bytes of parcels. Another length is told by a look, other bytes by whoever
    /// reads them first, so that they come from different stages; for the user they are one fault.
    /// </summary>
    /// <param name="findings">Findings with at least one error.</param>
    public static JobStatus StatusOf(IEnumerable<Finding> findings) =>
        findings.Where(finding => finding.IsError).All(finding => Mismatches.Contains(finding.Kind))
            ? JobStatus.Mismatch
            : JobStatus.SourceRefused;
}
