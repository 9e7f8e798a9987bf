using Migrator.Cloud.Api;
using Migrator.Oci.Auth;

namespace Migrator.Engine.Deploying;

/// <summary>
/// Gives the token of a cloud's login to the cloud's registry, and to no other host. For one client of registries,
/// which keeps a token until it is refused: whoever asks again wants a new one.
/// </summary>
/// <param name="registry">The registry's host, with its port if any.</param>
/// <param name="tokens">Gives the token; see <see cref="Cloud.Login.LoginSession.TokenOrNullAsync"/>.</param>
public sealed class CloudRegistryCredentials(string registry, CloudTokenProvider tokens) : ICredentialProvider
{
    private string? _given;

    /// <inheritdoc/>
    /// <exception cref="Cloud.Login.LoginException">The login has ended and cannot be renewed.</exception>
    /// <exception cref="CloudException">The cloud cannot be asked for a new token at the moment.</exception>
    public async ValueTask<RegistryCredential?> FindOrNullAsync(string host, CancellationToken cancellationToken)
    {
        if (!string.Equals(registry, host, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        _given = await tokens(_given, cancellationToken).ConfigureAwait(false);
        return _given is null ? null : RegistryCredential.OfRegistryToken(_given);
    }
}
