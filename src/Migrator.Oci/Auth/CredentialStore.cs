using System.Text;
using Migrator.Oci.Json;
using Migrator.Oci.Model;
using Migrator.Oci.Targets.Registry;

namespace Migrator.Oci.Auth;

/// <summary>Asks one credential helper (docker-credential-helpers, "Development").</summary>
internal sealed class CredentialStore(string suffix, CredentialProgram run)
{
    private const int MaxBytes = 64 * 1024;

    private string Program => "docker-credential-" + suffix;

    /// <summary>The credential for a host; null when the helper has none.</summary>
    public async Task<RegistryCredential?> FindOrNullAsync(string host, CancellationToken cancellationToken)
    {
        if (suffix.Length == 0 || suffix.AsSpan().ContainsAny(['/', '\\', '\0']))
        {
            throw Fault(host, "is no name of a helper");
        }

        try
        {
            var key = RegistryNames.HelperKeyOf(host);
            var (exit, output) = await run(Program, "get", key, cancellationToken).ConfigureAwait(false);
            return exit == 0 ? Read(host, output) : RequireNone(host, exit, output);
        }
        catch (IOException cause)
        {
            throw Fault(host, "cannot be run; install it, or take it out of Docker's config.json", cause);
        }
        catch (TimeoutException cause)
        {
            throw Fault(
                host,
                "gave no answer in time; it may be waiting to be unlocked, so run it by hand: echo "
                + $"{RegistryNames.HelperKeyOf(host)} | {Program} get",
                cause);
        }
    }

    private RegistryCredential? Read(string host, string output)
    {
        try
        {
            var (user, secret) = ContentReader.Read(
                Encoding.UTF8.GetBytes(output),
                "answer",
                MaxBytes,
                json => (json.Text("Username"), json.Text("Secret")));
            return user switch
            {
                _ when secret.Length == 0 => null,
                "<token>" => RegistryCredential.OfIdentityToken(secret),
                "" => null,
                _ when !RegistryCredential.IsUser(user) => throw Fault(host, "gave a user with a colon in it"),
                _ => RegistryCredential.Of(user, secret),
            };
        }
        catch (ManifestFormatException)
        {
            // The cause would show what the helper wrote, which may be a secret.
            throw Fault(host, "gave an answer that is not what a credential helper gives");
        }
    }

    // Helpers tell "nothing stored" by this text, and everything else is a fault.
    private RegistryCredential? RequireNone(string host, int exit, string output) =>
        output.Contains("credentials not found", StringComparison.OrdinalIgnoreCase)
            ? null
            : throw Fault(host, $"ended with exit code {exit}; run it by hand: echo "
            + $"{RegistryNames.HelperKeyOf(host)} | {Program} get");

    private RegistryException Fault(string host, string fault, Exception? cause = null) => new(
        host, RegistryFailure.Credentials, $"{host}: the credential helper {Program} {fault}.", cause);
}
