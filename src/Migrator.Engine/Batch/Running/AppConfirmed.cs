using Migrator.Bindle.Verification;
using Migrator.Engine.Journal;

namespace Migrator.Engine.Batch.Running;

/// <summary>An app that the journal calls done was looked for at the target.</summary>
/// <param name="At">When.</param>
/// <param name="App">Which.</param>
/// <param name="IsThere">
/// Whether its tag points to it; if not, it is migrated again in this run. Null when the target did not answer.
/// </param>
/// <param name="Problem">Why the target did not answer.</param>
public sealed record AppConfirmed(DateTimeOffset At, PlannedApp App, bool? IsThere, Finding? Problem) : BatchEvent(At);
