namespace Migrator.Oci.Auth;

/// <summary>One credential for one host, such as that of <c>--username</c> and <c>--password-stdin</c>.</summary>
/// <param name="registry">The host, with its port if any. No other host gets the credential.</param>
/// <param name="credential">The credential.</param>
public sealed class StaticCredentials(string registry, RegistryCredential credential) : ICredentialProvider
{
    /// <inheritdoc/>
    public ValueTask<RegistryCredential?> FindOrNullAsync(string host, CancellationToken cancellationToken) =>
        new(RegistryNames.IsSame(registry, host) ? credential : null);
}
