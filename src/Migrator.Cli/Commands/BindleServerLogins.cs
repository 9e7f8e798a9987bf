using System.Collections.Concurrent;
using System.Text;
using Migrator.Bindle.Sources.Server;
using Migrator.Bindle.Sources.Server.Tokens;
using Migrator.Cli.Output;

namespace Migrator.Cli.Commands;

/// <summary>
/// Finds the login for a Bindle server: options first, then the environment, then Fermyon's login.
/// </summary>
/// <param name="context">The environment, and the user's settings.</param>
/// <param name="report">Is told of logins that are passed over, of each once.</param>
/// <remarks>No message here repeats what was read.</remarks>
internal sealed class BindleServerLogins(CliContext context, Report report)
{
    private const int MaxFileBytes = 1 << 20;

    // A login is renewed by one hand: its issuer may take a refresh token once.
    private readonly ConcurrentDictionary<string, ServerLogin> _tokenFiles = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    /// <summary>Finds the login.</summary>
    /// <param name="address">The server; a login that is for another one is not used.</param>
    /// <param name="typed">What the command line gives.</param>
    /// <param name="homes">Which servers the logins are for.</param>
    /// <param name="connection">How an issuer of tokens is reached.</param>
    /// <returns>The login; <see cref="ServerLogin.None"/> to ask without.</returns>
    /// <exception cref="UsageException">What is given is incomplete or cannot be read.</exception>
    public ServerLogin Find(
        BindleServerAddress address, GivenLogin typed, LoginHomes homes, BindleServerConnection connection)
    {
        var options = Meant(
            address, typed, homes.OfOptions, "--bindle-username, --bindle-password or --bindle-token-file");
        var variables = Meant(
            address,
            GivenLogin.OfEnvironment(context),
            homes.OfEnvironment,
            "BINDLE_USERNAME, BINDLE_PASSWORD or BINDLE_TOKEN_FILE");
        if (options is { TokenFile: not null, User: not null })
        {
            throw new UsageException(
                "--bindle-username and --bindle-token-file are two ways to log in; give one of them.");
        }

        try
        {
            return (options.TokenFile is { } file
                    ? OfTokenFile(file, connection)
                    : OfUser(options.User ?? variables.User, options.Password ?? variables.Password))
                ?? (variables.TokenFile is { } path ? OfTokenFile(path, connection) : null)
                ?? OfFermyon(address)
                ?? ServerLogin.None;
        }
        catch (FormatException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    private GivenLogin Meant(BindleServerAddress asked, GivenLogin login, BindleServerAddress? home, string names)
    {
        if (home is null || login == GivenLogin.None
            || home.Origin.Equals(asked.Origin, StringComparison.OrdinalIgnoreCase))
        {
            return login;
        }

        Note($"the login of {names} is for {home.Origin}; {asked.Origin} is not shown it.");
        return GivenLogin.None;
    }

    private static ServerLogin? OfUser(string? user, string? password) => (user, password) switch
    {
        (null, null) => null,
        (null, _) => throw new UsageException(
            "A password for the Bindle server is given, and no --bindle-username."),
        (_, null) => throw new UsageException(
            "A user for the Bindle server is given, and no password; set BINDLE_PASSWORD."),
        _ => new ServerLogin(BindleServerCredential.Basic(user, password)),
    };

    private ServerLogin OfTokenFile(string path, BindleServerConnection connection) =>
        _tokenFiles.GetOrAdd(path, file => ReadTokenFile(file, connection));

    // The client's own file is TOML; a file of anything else holds the token alone.
    private ServerLogin ReadTokenFile(string path, BindleServerConnection connection)
    {
        var bytes = ReadFile(path);
        var text = Encoding.UTF8.GetString(bytes).Trim();
        return text.Contains('=', StringComparison.Ordinal) && text.Contains("id_token", StringComparison.Ordinal)
            ? new ServerLogin(null, new BindleTokenLogin(path, bytes, connection, context.Clock))
            : new ServerLogin(BindleServerCredential.Bearer(text));
    }

    // Nobody asked for that file by name: what is not fit in it is passed over.
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
            var config = FermyonConfig.Read(ReadFile(path));
            if (config.CredentialFor(address) is { } credential)
            {
                return new ServerLogin(credential);
            }

            foreach (var problem in config.Problems)
            {
                Note($"the login of Fermyon in {path}: {problem}");
            }
        }
        catch (Exception failure) when (failure is FormatException or UsageException)
        {
            Note($"the login of Fermyon in {path} is passed over. {failure.Message}");
        }

        return null;
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

    // A login is looked for anew for each source of a batch.
    private void Note(string text)
    {
        if (_told.TryAdd(text, true))
        {
            report.Notice($"note: {text}");
        }
    }
}
