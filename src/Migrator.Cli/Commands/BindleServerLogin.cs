using System.Text;
using Migrator.Bindle.Sources.Server;

namespace Migrator.Cli.Commands;

/// <summary>
/// Finds the credential for a Bindle server: options first, then the environment, then Fermyon's login.
/// </summary>
/// <remarks>No message here repeats what was read.</remarks>
internal sealed class BindleServerLogin(CliContext context)
{
    private const int MaxFileBytes = 1 << 20;

    /// <summary>Finds the credential.</summary>
    /// <param name="address">The server; a login that was made for another one is not used.</param>
    /// <param name="user">The user named on the command line.</param>
    /// <param name="password">The password given there.</param>
    /// <param name="tokenFile">The token file named there.</param>
    /// <returns>The credential; null to ask without.</returns>
    /// <exception cref="UsageException">What is given is incomplete or cannot be read.</exception>
    public BindleServerCredential? Find(
        BindleServerAddress address, string? user, string? password, string? tokenFile)
    {
        if (tokenFile is not null && user is not null)
        {
            throw new UsageException(
                "--bindle-username and --bindle-token-file are two ways to log in; give one of them.");
        }

        try
        {
            return (tokenFile is null ? OfUser(user, password) : OfTokenFile(tokenFile))
                ?? (Variable("BINDLE_TOKEN_FILE") is { } path ? OfTokenFile(path) : null)
                ?? OfFermyon(address);
        }
        catch (FormatException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    private BindleServerCredential? OfUser(string? user, string? password)
    {
        var name = user ?? Variable("BINDLE_USERNAME");
        var secret = password ?? Variable("BINDLE_PASSWORD");
        return (name, secret) switch
        {
            (null, null) => null,
            (null, _) => throw new UsageException(
                "A password for the Bindle server is given, and no --bindle-username."),
            (_, null) => throw new UsageException(
                "A user for the Bindle server is given, and no password; set BINDLE_PASSWORD."),
            _ => BindleServerCredential.Basic(name, secret),
        };
    }

    // The client's own file is TOML; a file of anything else holds the token alone.
    private static BindleServerCredential OfTokenFile(string path)
    {
        var bytes = ReadFile(path);
        var text = Encoding.UTF8.GetString(bytes).Trim();
        return text.Contains('=', StringComparison.Ordinal) && text.Contains("id_token", StringComparison.Ordinal)
            ? BindleTokenFile.Read(bytes)
            : BindleServerCredential.Bearer(text);
    }

    private BindleServerCredential? OfFermyon(BindleServerAddress address)
    {
        var path = context.SettingsFolder is { Length: > 0 } folder
            ? Path.Combine(folder, "fermyon", "config.json")
            : null;
        if (path is null || !File.Exists(path))
        {
            return null;
        }

        try
        {
            return FermyonConfig.Read(ReadFile(path)).CredentialFor(address);
        }
        catch (FormatException)
        {
            // Nobody asked for that file by name: one that is not fit says nothing about this server.
            return null;
        }
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaxFileBytes
                ? File.ReadAllBytes(path)
                : throw new UsageException($"The file {path} is too large to hold a login.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The login in {path} cannot be read: {exception.Message}");
        }
    }

    private string? Variable(string name) => context.Variable(name) is { Length: > 0 } value ? value : null;
}
