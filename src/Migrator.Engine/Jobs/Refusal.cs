using Migrator.Bindle.Signing;
using Migrator.Bindle.Verification;

namespace Migrator.Engine.Jobs;

/// <summary>Why a bindle was refused.</summary>
internal static class Refusal
{
    private static readonly FindingKind[] OfSignatures =
    [
        SigningFindings.PolicyNotMet,
        SigningFindings.RoleNotGranted,
        SigningFindings.SignedTwice,
        SigningFindings.AmbiguousText,
        SigningFindings.TooManySignatures,
    ];

    /// <summary>
    /// A mismatch when the signatures are not what was asked for, whatever else is wrong, and when nothing is wrong but
    /// bytes of parcels. Another length is told by a look and other bytes by hashing, so that the two come from
    /// different stages; for the user they are one fault.
    /// </summary>
    /// <param name="findings">Findings with at least one error.</param>
    public static JobStatus StatusOf(IEnumerable<Finding> findings)
    {
        var kinds = findings.Where(finding => finding.IsError).Select(finding => finding.Kind).ToArray();
        return kinds.Any(OfSignatures.Contains) || kinds.All(IsMismatch) ? JobStatus.Mismatch : JobStatus.SourceRefused;
    }

    private static bool IsMismatch(FindingKind kind) =>
        kind == VerifyFindings.SizeDiffers || kind == VerifyFindings.DigestDiffers;
}
