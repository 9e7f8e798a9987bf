using Migrator.Engine.Journal;

namespace Migrator.Engine.Batch.Running;

/// <summary>A run has ended.</summary>
/// <param name="At">When.</param>
/// <param name="Ending">Why.</param>
/// <param name="Progress">What it did.</param>
/// <param name="Open">Apps of its part of the plan that still wait or failed: what another run would begin.</param>
public sealed record RunEnded(DateTimeOffset At, RunEnding Ending, BatchProgress Progress, long Open) : BatchEvent(At)
{
    /// <summary>Apps of its part that the plan refused: no run begins them.</summary>
    public long Refused { get; init; }
}
