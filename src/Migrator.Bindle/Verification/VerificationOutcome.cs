using System.Collections.Immutable;
using Migrator.Bindle.Signing;

namespace Migrator.Bindle.Verification;

/// <summary>The outcome of judging one bindle.</summary>
/// <param name="Bindle">The proof; null when a finding is an error.</param>
/// <param name="Findings">Everything found, errors or not; what reading found comes first.</param>
public sealed record VerificationOutcome(VerifiedBindle? Bindle, ImmutableArray<Finding> Findings)
{
    /// <summary>
    /// What judging the signatures came to; null when the policy did not ask, or there is no invoice.
    /// </summary>
    public SignatureVerdict? Signatures { get; init; }
}
