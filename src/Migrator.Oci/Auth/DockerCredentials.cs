using Migrator.Oci.Json;

namespace Migrator.Oci.Auth;

/// <summary>
/// Docker's <c>config.json</c>, in Docker's order: a helper for the host, the helper for all, then what stands in the
/// file.
/// </summary>
/// <remarks>The file is read anew for each search, so that a login in between counts.</remarks>
/// <param name="path">The file, usually <c>.docker/config.json</c> in the user's home; need not be there.</param>
/// <param name="run">Runs helpers, such as <see cref="CredentialProcess.RunAsync"/>.</param>
public sealed class DockerCredentials(string path, CredentialProgram run) : ICredentialProvider
{
    /// <inheritdoc/>
    public async ValueTask<RegistryCredential?> FindOrNullAsync(string host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        var (own, common, stored) = CredentialFile.ReadOr(path, default(Entry), json => Read(json, host));
        foreach (var helper in new[] { own, own is null ? common : null }.OfType<string>())
        {
            var found = await new CredentialStore(helper, run).FindOrNullAsync(host, cancellationToken)
                .ConfigureAwait(false);
            if (found is not null)
            {
                return found;
            }
        }

        return stored;
    }

    private static Entry Read(JsonObject json, string host)
    {
        var helpers = json.ObjectOrNull("credHelpers");
        var own = helpers is { } map && KeyOrNull(map, host) is { } key ? map.TextOrNull(key) : null;
        var common = json.TextOrNull("credsStore");
        var stored = json.ObjectOrNull("auths") is { } auths && KeyOrNull(auths, host) is { } name
            ? Stored(auths.Object(name))
            : null;
        return new Entry(Filled(own), Filled(common), stored);
    }

    private static RegistryCredential? Stored(JsonObject entry) => entry switch
    {
        _ when Filled(entry.TextOrNull("registrytoken")) is { } token => RegistryCredential.OfRegistryToken(token),
        _ when Filled(entry.TextOrNull("identitytoken")) is { } token => RegistryCredential.OfIdentityToken(token),
        _ when Filled(entry.TextOrNull("auth")) is not null => RegistryCredential.OfBasic(entry, "auth"),
        _ when Filled(entry.TextOrNull("username")) is { } user => !RegistryCredential.IsUser(user)
            ? throw entry.Fault("username", "expected a user without a colon")
            : RegistryCredential.Of(user, entry.TextOrNull("password") ?? ""),
        _ => null,
    };

    // The key as it is goes before one that only names the same host.
    private static string? KeyOrNull(JsonObject map, string host) =>
        map.Names().FirstOrDefault(name => string.Equals(name, host, StringComparison.Ordinal))
        ?? map.Names().FirstOrDefault(name => RegistryNames.IsSame(name, host));

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private readonly record struct Entry(string? Own, string? Common, RegistryCredential? Stored);
}
