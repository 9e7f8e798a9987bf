using System.Collections.Immutable;

namespace Migrator.Oci.Auth;

/// <summary>Asks several providers in their order; the first that knows something counts.</summary>
/// <param name="providers">The providers.</param>
public sealed class CredentialChain(ImmutableArray<ICredentialProvider> providers) : ICredentialProvider
{
    /// <inheritdoc/>
    public async ValueTask<RegistryCredential?> FindOrNullAsync(string host, CancellationToken cancellationToken)
    {
        foreach (var provider in providers)
        {
            if (await provider.FindOrNullAsync(host, cancellationToken).ConfigureAwait(false) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
