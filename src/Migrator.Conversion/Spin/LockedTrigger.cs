namespace Migrator.Conversion.Spin;

/// <summary>A trigger of a locked app.</summary>
/// <param name="Id">Its id.</param>
/// <param name="TriggerType">The kind of trigger.</param>
/// <param name="Config">What the kind needs to know, the component's id among it.</param>
internal sealed record LockedTrigger(string Id, string TriggerType, SpinValue.Table Config);
