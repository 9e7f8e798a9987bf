namespace Migrator.StandIn;

/// <summary>What the user at the browser does with a device code.</summary>
public enum DeviceApproval
{
    /// <summary>Approves after <see cref="StandInOptions.DevicePolls"/> polls.</summary>
    AfterPolls,

    /// <summary>Nothing.</summary>
    Never,

    /// <summary>Says no.</summary>
    Denied,
}
