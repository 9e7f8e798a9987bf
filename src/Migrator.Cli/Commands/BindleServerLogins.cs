using System.Collections.Concurrent;
using System.Text;
using Migrator.Bindle.Sources.Server;
using Migrator.Bindle.Sources.Server.Tokens;

namespace Migrator.Cli.Commands;

/// <summary>
/// Finds the login for a Bindle server: options first, then the environment, then Fermyon's login.
/// </summary>
/// <param name="context">The environment, and the user's settings.</param>
/// <param name="connection">How an issuer of tokens is reached.</param>
/// <param name="tokenFiles">The token files that are in use already, by their paths.</param>
/// <remarks>No message here repeats what was read.</remarks>
internal sealed class BindleServerLogins(
    CliContext context, BindleServerConnection connection, ConcurrentDictionary<string, ServerLogin> tokenFiles)
{
    private const int MaxFileBytes = 1 << 20;

    /// <summary>Finds the login.</summary>
    /// <param name="address">The server; a login that was made for another one is not used.</param>
    /// <param name="user">The user named on the command line.</param>
    /// <param name="password">The password given there.</param>
    /// <param name="tokenFile">The token file named there.</param>
    /// <returns>The login; <see cref="ServerLogin.None"/> to ask without.</returns>
    /// <exception cref="UsageException">What is given is incomplete or cannot be read.</exception>
    public ServerLogin Find(BindleServerAddress address, string? user, string? password, string? tokenFile)
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
                ?? OfFermyon(address)
                ?? ServerLogin.None;
        }
        catch (FormatException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    private ServerLogin? OfUser(string? user, string? password)
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
            _ => new ServerLogin(BindleServerCredential.Basic(name, secret)),
        };
    }

    private ServerLogin OfTokenFile(string path) => tokenFiles.GetOrAdd(path, ReadTokenFile);

    // The client's own file is TOML; a file of anything else holds the token alone.
    private ServerLogin ReadTokenFile(string path)
    {
        var bytes = ReadFile(path);
        var text = Encoding.UTF8.GetString(bytes).Trim();
        return text.Contains('=', StringComparison.Ordinal) && text.Contains("id_token", StringComparison.Ordinal)
            ? new ServerLogin(null, new BindleTokenLogin(path, bytes, connection, context.Clock))
            : new ServerLogin(BindleServerCredential.Bearer(text));
    }

    private ServerLogin? OfFermyon(BindleServerAddress address)
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
            return FermyonConfig.Read(ReadFile(path)).CredentialFor(address) is { } credential
                ? new ServerLogin(credential)
                : null;
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
