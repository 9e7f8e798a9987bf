using System.Collections.Frozen;
using System.Collections.Immutable;
using Migrator.Bindle.Signing;
using Migrator.Bindle.Verification;
using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Journal;

namespace Migrator.Engine.Batch.Planning;

/// <summary>Which class errors put a bindle into.</summary>
internal static class PlanClasses
{
    private static readonly FrozenSet<FindingKind> OfSignatures = FrozenSet.Create(
        SigningFindings.PolicyNotMet,
        SigningFindings.RoleNotGranted,
        SigningFindings.SignedTwice,
        SigningFindings.AmbiguousText,
        SigningFindings.TooManySignatures);

    /// <summary>The class of a bindle with errors. Who signed matters before what is missing.</summary>
    public static PlanClass Of(ImmutableArray<Finding> findings)
    {
        var kinds = findings.Where(finding => finding.IsError).Select(finding => finding.Kind).ToList();
        return kinds.Exists(OfSignatures.Contains) ? PlanClass.Unsigned
            : kinds.Exists(kind => kind == VerifyFindings.ParcelMissing || kind == VerifyFindings.SizeDiffers)
                ? PlanClass.Incomplete
            : kinds.Contains(ManifestFindings.NotASpinApplication) ? PlanClass.NotAnApp
            : PlanClass.Invalid;
    }

    /// <summary>The class of a bindle whose source or target failed.</summary>
    public static PlanClass Of(JobStatus status) => status switch
    {
        JobStatus.Temporary or JobStatus.Credentials => PlanClass.Unreachable,
        JobStatus.Mismatch => PlanClass.Incomplete,
        _ => PlanClass.Invalid,
    };
}
