namespace Migrator.Engine.Batch.Planning;

/// <summary>How far a plan is.</summary>
/// <param name="Listed">Bindles that were listed so far.</param>
/// <param name="Looked">Bindles that were looked at so far.</param>
/// <param name="Chosen">Bindles that are meant; final when looking has begun.</param>
public readonly record struct PlanProgress(long Listed, long Looked, long Chosen);
