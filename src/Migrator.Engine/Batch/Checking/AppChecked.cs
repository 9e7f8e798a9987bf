using Migrator.Engine.Checking;
using Migrator.Engine.Journal;

namespace Migrator.Engine.Batch.Checking;

/// <summary>An app of a batch was read again on both sides.</summary>
/// <param name="At">When it was done.</param>
/// <param name="App">Which.</param>
/// <param name="Outcome">What holding its artifact against its bindle showed.</param>
public sealed record AppChecked(DateTimeOffset At, PlannedApp App, CheckOutcome Outcome);
