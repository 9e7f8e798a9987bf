namespace Migrator.Oci.Auth;

/// <summary>Knows credentials for registries. Safe for use by several threads at once.</summary>
public interface ICredentialProvider
{
    /// <summary>Finds the credentials for a host.</summary>
    /// <param name="host">The registry's host as a reference names it, with its port if any.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The credentials; null when there are none, which is no fault.</returns>
    /// <exception cref="Targets.Registry.RegistryException">What there is cannot be read.</exception>
    ValueTask<RegistryCredential?> FindOrNullAsync(string host, CancellationToken cancellationToken);
}
