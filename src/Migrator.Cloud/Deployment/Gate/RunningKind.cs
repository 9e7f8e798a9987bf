namespace Migrator.Cloud.Deployment.Gate;

/// <summary>What an application says that it runs.</summary>
public enum RunningKind
{
    /// <summary>It does not answer, or not as an application does.</summary>
    Silent,

    /// <summary>It answers, and names neither artifact nor bindle.</summary>
    Unmarked,

    /// <summary>A bindle.</summary>
    Bindle,

    /// <summary>An OCI artifact.</summary>
    Oci,

    /// <summary>Several versions side by side: a failover is going on.</summary>
    Several,
}
