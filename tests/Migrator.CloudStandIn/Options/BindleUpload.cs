namespace Migrator.StandIn;

/// <summary>What is left of the Bindle operations (G1 to G4 of the specification).</summary>
public enum BindleUpload
{
    /// <summary>Bindles can be pushed and read.</summary>
    On,

    /// <summary>Bindles that are there can be read and started, none can be pushed.</summary>
    ReadOnly,

    /// <summary>404, and no bindle can be started.</summary>
    Off,
}
