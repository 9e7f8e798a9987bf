using System.Collections.Immutable;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Signing;

/// <summary>What judging the signatures of one invoice came to.</summary>
public sealed record SignatureVerdict
{
    /// <summary>Whether they are enough.</summary>
    public required SignatureOutcome Outcome { get; init; }

    /// <summary>The strategy that was asked for.</summary>
    public required VerificationStrategy Strategy { get; init; }

    /// <summary>
    /// Why they are not enough: in Bindle's words when its own rules refuse, else in ours; null when they are.
    /// May hold text of the invoice; not to be trusted to be one line.
    /// </summary>
    public string? Cause { get; init; }

    /// <summary>What Bindle 0.9.1 says to the same invoice, keyring and strategy; null when it accepts.</summary>
    public string? ReferenceCause { get; init; }

    /// <summary>The rules of ours by which an invoice is refused that Bindle accepts; empty when both agree.</summary>
    public ImmutableArray<FindingKind> Deviations { get; init; } = [];

    /// <summary>Each signature, in the order of the invoice; empty when there are more than are judged.</summary>
    public ImmutableArray<JudgedSignature> Signatures { get; init; } = [];

    /// <summary>What valid signatures of this invoice vouch for, and what they do not.</summary>
    public required SignatureCoverage Coverage { get; init; }

    /// <summary>The same as findings: one for the verdict, and one for each doubt about a signature.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>Whether the bindle may be taken.</summary>
    public bool IsAccepted => Outcome != SignatureOutcome.Refused;
}
