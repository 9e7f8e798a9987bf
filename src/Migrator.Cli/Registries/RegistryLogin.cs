using System.Text;
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
    private const int MaxPasswordBytes = 64 * 1024;

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

        return new CredentialChain(user is null
            ? [.. stored]
            : [new StaticCredentials(host, RegistryCredential.Of(user, ReadPassword())), .. stored]);
    }

    private string? DockerFolder() => context.Variable("DOCKER_CONFIG") switch
    {
        { Length: > 0 } folder => folder,
        _ => context.HomeFolder is { Length: > 0 } home ? Path.Combine(home, ".docker") : null,
    };

    private string ReadPassword()
    {
        if (context.IsInputTerminal)
        {
            throw new UsageException(
                "--password-stdin reads the password from a pipe or file, and standard input is a terminal.");
        }

        using var input = context.OpenInput();
        var bytes = new byte[MaxPasswordBytes + 1];
        var count = input.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var password = Encoding.UTF8.GetString(bytes, 0, count).TrimEnd('\n').TrimEnd('\r');
        return password switch
        {
            "" => throw new UsageException("Standard input holds no password; pipe one into --password-stdin."),
            _ when count > MaxPasswordBytes => throw new UsageException("Standard input is too long for a password."),
            _ when password.Contains('\n', StringComparison.Ordinal) => throw new UsageException(
                "Standard input has several lines; --password-stdin takes one, the password."),
            _ => password,
        };
    }
}
