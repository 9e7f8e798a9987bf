namespace Migrator.Cloud.Health;

/// <summary>What an application's <c>/.well-known/spin/info</c> answered (spec/cloud-deploy.md 4.4).</summary>
public enum ProbeKind
{
    /// <summary>It runs an OCI artifact, and says which.</summary>
    Oci,

    /// <summary>It runs a bindle, and says which.</summary>
    Bindle,

    /// <summary>It is an application, and does not say what it runs.</summary>
    Unmarked,

    /// <summary>A success that is no application's, such as a parking page.</summary>
    Odd,

    /// <summary>502, 503 or 504: nobody answers behind the front.</summary>
    Gateway,

    /// <summary>404: the host is not known, or has no application.</summary>
    Gone,

    /// <summary>No answer, or another status.</summary>
    Failed,
}
