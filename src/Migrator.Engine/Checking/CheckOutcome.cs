using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Engine.Audit;
using Migrator.Engine.Jobs;

namespace Migrator.Engine.Checking;

/// <summary>What checking one bindle came to.</summary>
public sealed record CheckOutcome
{
    /// <summary>
    /// How the check ended: done when all is well, mismatch when bytes or the artifact are not what the invoice says.
    /// </summary>
    public required JobStatus Status { get; init; }

    /// <summary>The source, for messages; null when it could not be opened.</summary>
    public string? Source { get; init; }

    /// <summary>The bindle; null when its invoice could not be read.</summary>
    public BindleId? Id { get; init; }

    /// <summary>The entries of the invoice; 0 when it could not be read.</summary>
    public int Parcels { get; init; }

    /// <summary>The declared sizes of all entries together, in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>What holding the artifact against the bindle showed; null when none was.</summary>
    public AuditReport? Audit { get; init; }

    /// <summary>Everything found, in the order of the stages.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>How long each stage took, in the order in which they ran.</summary>
    public ImmutableArray<StageTiming> Timings { get; init; } = [];
}
