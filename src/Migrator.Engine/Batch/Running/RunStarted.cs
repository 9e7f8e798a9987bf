namespace Migrator.Engine.Batch.Running;

/// <summary>A run begins.</summary>
/// <param name="At">When.</param>
/// <param name="Run">Its number, from 1.</param>
/// <param name="Apps">Apps that it will begin.</param>
/// <param name="ToConfirm">Apps that are at the target as far as is known, and that it looks at first.</param>
public sealed record RunStarted(DateTimeOffset At, long Run, long Apps, long ToConfirm) : BatchEvent(At);
