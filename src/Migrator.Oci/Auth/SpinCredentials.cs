namespace Migrator.Oci.Auth;

/// <summary>
/// The file that <c>spin registry login</c> writes: <c>{"auths":{"HOST":"base64(USER:PASSWORD)"}}</c>.
/// </summary>
/// <param name="path">
/// The file, usually <c>fermyon/registry-auth.json</c> in the user's configuration; need not be there.
/// </param>
public sealed class SpinCredentials(string path) : ICredentialProvider
{
    /// <inheritdoc/>
    public ValueTask<RegistryCredential?> FindOrNullAsync(string host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        return new(CredentialFile.ReadOr<RegistryCredential?>(path, missing: null, json =>
            json.ObjectOrNull("auths") is { } auths
            && auths.Names().FirstOrDefault(name => RegistryNames.IsSame(name, host)) is { } key
                ? RegistryCredential.OfBasic(auths, key)
                : null));
    }
}
