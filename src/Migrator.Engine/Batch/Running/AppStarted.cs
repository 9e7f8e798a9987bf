using Migrator.Engine.Journal;

namespace Migrator.Engine.Batch.Running;

/// <summary>An app begins.</summary>
/// <param name="At">When.</param>
/// <param name="App">Which.</param>
/// <param name="Pass">The pass, from 1; later ones try again what failed.</param>
public sealed record AppStarted(DateTimeOffset At, PlannedApp App, int Pass) : BatchEvent(At);
