namespace Migrator.Cloud.Deployment.Gate;

/// <summary>How an application is packaged.</summary>
public enum Packaging
{
    /// <summary>As a bindle: plugins before 0.3.0, and Spin up to 1.2.</summary>
    Bindle,

    /// <summary>As an OCI artifact: plugin 0.3.0 and later.</summary>
    Oci,
}
