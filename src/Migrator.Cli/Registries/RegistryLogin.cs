using Migrator.Cli.Commands;
using Migrator.Oci.Auth;

namespace Migrator.Cli.Registries;

/// <summary>
/// Finds credentials for registries: the command line's, then those of <c>docker login</c>, then those of
/// <c>spin registry login</c>.
/// </summary>
/// <remarks>No message here repeats what was read.</remarks>
internal sealed class RegistryLogin(CliContext context)
{
    /// <summary>Where credentials come from.</summary>
    /// <param name="host">The registry that the command line names; no other gets the credentials given there.</param>
    /// <param name="user">The user named there, whose password is on standard input; null for none.</param>
    /// <exception cref="UsageException">There is no password on standard input.</exception>
    public ICredentialProvider Find(string host, string? user)
    {
        var stored = new List<ICredentialProvider>();
        if (DockerFolder() is { } docker)
        {
            stored.Add(new DockerCredentials(
                Path.Combine(docker, "config.json"), new CredentialProcess(context.Clock).RunAsync));
        }

        if (context.SettingsFolder is { Length: > 0 } settings)
        {
            stored.Add(new SpinCredentials(Path.Combine(settings, "fermyon", "registry-auth.json")));
        }

        if (user is not null)
        {
            var password = PipedSecret.Read(context, "--password-stdin", "password");
            stored.Insert(0, new StaticCredentials(host, RegistryCredential.Of(user, password)));
        }

        return new CredentialChain([.. stored]);
    }

    private string? DockerFolder() => context.Variable("DOCKER_CONFIG") switch
    {
        { Length: > 0 } folder => folder,
        _ => context.HomeFolder is { Length: > 0 } home ? Path.Combine(home, ".docker") : null,
    };
}
