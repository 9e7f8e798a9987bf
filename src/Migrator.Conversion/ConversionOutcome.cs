using System.Collections.Immutable;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion;

/// <summary>The outcome of converting one bindle.</summary>
/// <param name="Artifact">The artifact; null when a finding is an error.</param>
/// <param name="Findings">What was dropped, changed or is doubtful, and why a bindle was refused.</param>
public sealed record ConversionOutcome(Artifact? Artifact, ImmutableArray<Finding> Findings)
{
    /// <summary>What the application asks of its host; null when it was refused or is not read as one.</summary>
    public AppNeeds? Needs { get; init; }
}
