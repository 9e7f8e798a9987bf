using System.Collections.Immutable;

namespace Migrator.Bindle.Verification;

/// <summary>The outcome of judging one bindle.</summary>
/// <param name="Bindle">The proof; null when a finding is an error.</param>
/// <param name="Findings">Everything found, errors or not; what reading found comes first.</param>
public sealed record VerificationOutcome(VerifiedBindle? Bindle, ImmutableArray<Finding> Findings);
