using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Engine.Jobs;

namespace Migrator.Engine.Restoring;

/// <summary>What restoring one bindle came to.</summary>
public sealed record RestoreOutcome
{
    /// <summary>How the job ended.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>The OCI target that was read, for messages; null when it could not be opened.</summary>
    public string? Source { get; init; }

    /// <summary>The bindle; null when none was found.</summary>
    public BindleId? Id { get; init; }

    /// <summary>The standalone bindle's own folder; null when it was not written and is not there.</summary>
    public string? Folder { get; init; }

    /// <summary>Everything found, in the order of the stages.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>How long each stage took, in the order in which they ran.</summary>
    public ImmutableArray<StageTiming> Timings { get; init; } = [];
}
