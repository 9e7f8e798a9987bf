using Migrator.Bindle.Verification;

namespace Migrator.Engine.Jobs;

/// <summary>Why a bindle was refused.</summary>
internal static class Refusal
{
    /// <summary>
    /// A mismatch when nothing is wrong but bytes of parcels. Another length is told by a look and other bytes by
    /// hashing, so that the two come from different stages; for the user they are one fault.
    /// </summary>
    /// <param name="findings">Findings with at least one error.</param>
    public static JobStatus StatusOf(IEnumerable<Finding> findings) =>
        findings.Where(finding => finding.IsError).All(IsMismatch) ? JobStatus.Mismatch : JobStatus.SourceRefused;

    private static bool IsMismatch(Finding finding) =>
        finding.Kind == VerifyFindings.SizeDiffers || finding.Kind == VerifyFindings.DigestDiffers;
}
