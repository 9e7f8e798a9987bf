namespace Migrator.Oci.Targets.Registry;

/// <summary>What to do about a failure of a registry.</summary>
public enum RegistryFailure
{
    /// <summary>It may pass: the network, the load, a registry in maintenance. Run again.</summary>
    Temporary,

    /// <summary>
    /// The registry does not take the content, is full, or is no registry. Running again changes nothing.
    /// </summary>
    Refused,

    /// <summary>Credentials are missing, wrong or not enough, or the registry cannot prove who it is.</summary>
    Credentials,
}
