namespace Migrator.Engine.Jobs;

/// <summary>How long a stage took.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Elapsed">Its time by the injected clock.</param>
public readonly record struct StageTiming(JobStage Stage, TimeSpan Elapsed);
