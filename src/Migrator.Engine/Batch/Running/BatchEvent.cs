namespace Migrator.Engine.Batch.Running;

/// <summary>Something that happened in a run. What it says is in the journal already.</summary>
/// <param name="At">When.</param>
public abstract record BatchEvent(DateTimeOffset At);
