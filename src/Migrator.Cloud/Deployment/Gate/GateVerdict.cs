namespace Migrator.Cloud.Deployment.Gate;

/// <summary>What the gate takes an application for.</summary>
public enum GateVerdict
{
    /// <summary>There is none.</summary>
    NotDeployed,

    /// <summary>A bindle, from before plugin 0.3.0.</summary>
    Legacy,

    /// <summary>An OCI artifact.</summary>
    Oci,

    /// <summary>An OCI artifact, though the cloud still keeps the storage id of the bindle.</summary>
    OciWithStaleStorage,

    /// <summary>It was created, and nothing was ever made live.</summary>
    HalfCreated,

    /// <summary>The storage is OCI and the live revision a bindle: rolled back by hand, or stopped midway.</summary>
    RolledBack,

    /// <summary>Old and new still answer side by side.</summary>
    FailoverInProgress,

    /// <summary>There is none of this name, but one whose name only differs in what OCI does not allow.</summary>
    NameSplit,

    /// <summary>Its storage is of a kind that is not known.</summary>
    Unknown,
}
