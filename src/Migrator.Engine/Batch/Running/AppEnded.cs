using Migrator.Engine.Journal;
using Migrator.Engine.Pipeline;

namespace Migrator.Engine.Batch.Running;

/// <summary>An app has ended, well or not.</summary>
/// <param name="At">When.</param>
/// <param name="App">Which, as it was before.</param>
/// <param name="State">Its state from now on.</param>
/// <param name="Outcome">What the job came to.</param>
/// <param name="IsRetried">Whether this run tries it again at its end, if no limit ends it before.</param>
public sealed record AppEnded(
    DateTimeOffset At, PlannedApp App, AppState State, MigrationOutcome Outcome, bool IsRetried) : BatchEvent(At)
{
    /// <summary>What is in the cloud of it; null when it was not deployed.</summary>
    public RecordedDeployment? Deployment { get; init; }
}
