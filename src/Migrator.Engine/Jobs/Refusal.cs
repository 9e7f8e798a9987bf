using System.Collections.Frozen;
using Migrator.Bindle.Signing;
using Migrator.Bindle.Verification;
using Migrator.Conversion;

namespace Migrator.Engine.Jobs;

/// <summary>Why a bindle was refused.</summary>
internal static class Refusal
{
    private static readonly FrozenSet<FindingKind> OfSignatures = FrozenSet.Create(
        SigningFindings.PolicyNotMet,
        SigningFindings.RoleNotGranted,
        SigningFindings.SignedTwice,
        SigningFindings.AmbiguousText,
        SigningFindings.TooManySignatures);

    private static readonly FrozenSet<FindingKind> OfBytes = FrozenSet.Create(
        VerifyFindings.SizeDiffers,
        VerifyFindings.DigestDiffers,
        ManifestFindings.ParcelUnreadable,
        ArtifactFindings.FileNotAsLabelled);

    /// <summary>
    /// A mismatch when the signatures are not what was asked for, whatever else is wrong, and when nothing is wrong but
    /// bytes of parcels. Another length is told by a look, other bytes by whoever reads them first, so that they come
    /// from different stages; for the user they are one fault.
    /// </summary>
    /// <param name="findings">Findings with at least one error.</param>
    public static JobStatus StatusOf(IEnumerable<Finding> findings)
    {
        var kinds = findings.Where(finding => finding.IsError).Select(finding => finding.Kind).ToArray();
        return kinds.Any(OfSignatures.Contains) || kinds.All(OfBytes.Contains)
            ? JobStatus.Mismatch
            : JobStatus.SourceRefused;
    }
}
