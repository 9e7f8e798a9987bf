using Migrator.Engine.Batch.Running;
using Migrator.Engine.Journal;

namespace Migrator.Engine.Hosting;

/// <summary>Makes the run of a journal, with the places and the clock of the host.</summary>
/// <param name="journal">The journal, which the caller disposes after the run.</param>
/// <returns>The run.</returns>
public delegate BatchRun BatchRunFactory(BatchJournal journal);
