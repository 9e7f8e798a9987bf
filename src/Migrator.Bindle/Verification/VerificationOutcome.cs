using System.Collections.Immutable;

namespace Migrator.Bindle.Verification;

/// <summary>The outcome of judging one bindle.</summary>
/// <param name="Bindle">The proof; null when a finding is an error.</param>
/// <param name="Findings">Everything found, errors or not, in the order of the invoice.</param>
public sealed record VerificationOutcome(VerifiedBindle? Bindle, ImmutableArray<Finding> Findings);
