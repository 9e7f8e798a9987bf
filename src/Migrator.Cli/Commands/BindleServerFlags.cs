using System.CommandLine;
using Migrator.Bindle.Signing;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Cli.Help;
using Migrator.Cli.Output;
using Migrator.Cli.Registries;
using Migrator.Engine.Jobs;
using Migrator.Engine.Resilience;

namespace Migrator.Cli.Commands;

/// <summary>The options on which Bindle server is read, and as whom. Names as in Spin's SIP 008.</summary>
internal sealed class BindleServerFlags
{
    private const string Heading = "Bindle server";

    private readonly Option<string?> _url = new("--bindle-server")
    {
        Description = "A Bindle server's address with its prefix, as a rule /v1 (default: BINDLE_URL).",
        HelpName = "URL",
    };

    private readonly Option<string?> _user = new("--bindle-username")
    {
        Description = "Who asks the server (default: BINDLE_USERNAME).",
        HelpName = "USER",
    };

    private readonly Option<string?> _password = new("--bindle-password")
    {
        Description = "The password; others can see it here, so BINDLE_PASSWORD is better.",
        HelpName = "PASSWORD",
    };

    private readonly Option<string?> _tokenFile = new("--bindle-token-file")
    {
        Description = "A file with a token, or the one that bindle login wrote (default: BINDLE_TOKEN_FILE).",
        HelpName = "FILE",
    };

    private readonly Option<bool> _http2 = new("--bindle-http2")
    {
        Description = "Speak HTTP/2 at once over plain HTTP, for servers of Bindle 0.4 and before.",
    };

    private readonly Option<bool> _insecure = new("--bindle-insecure")
    {
        Description = "Take any certificate of the Bindle server's host; others that it points to are checked.",
    };

    private readonly Option<string?> _authorities = new("--bindle-ca-file")
    {
        Description = "Certificate authorities (PEM) that the server is trusted by, besides the system's.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _query = new("--query")
    {
        Description = "List only what the server finds by this part of a name.",
        HelpName = "TEXT",
    };

    private BindleServerLogins? _logins;

    public void AddTo(CliCommand command)
    {
        command.Add(Heading, _url, _user, _password, _tokenFile, _authorities, _insecure, _http2);
        if (command.Name == "inspect")
        {
            command.Add(Heading, _query);
        }
    }

    /// <summary>All of them that hold no secret.</summary>
    public IEnumerable<Option> Told => [_url, _user, _tokenFile, _http2, _authorities, _insecure];

    /// <summary>Whether the command line itself names a server.</summary>
    public bool IsNamed(ParseResult parsed) => parsed.GetValue(_url) is not null;

    /// <summary>The server that is named, or that of the environment.</summary>
    /// <exception cref="UsageException">Its address is none.</exception>
    public ServerPlace? PlaceOf(ParseResult parsed, CliContext context)
    {
        if (NamedIn(parsed) is { } named)
        {
            return new ServerPlace(named, IsNamed: true);
        }

        return OfVariable(context) is { } address ? new ServerPlace(address, IsNamed: false) : null;
    }

    /// <summary>
    /// Refuses a login of which nothing says for which of a file's servers it is: no file may collect the login of
    /// whoever runs it.
    /// </summary>
    /// <exception cref="UsageException">There is such a login, or the server's address is none.</exception>
    public void RequireOneHome(ParseResult parsed, CliContext context, IEnumerable<BindleServerAddress> servers)
    {
        // Whatever is in it that may not be, such as a password, is refused before anything of it is kept.
        _ = NamedIn(parsed);
        var origins = servers.Select(server => server.Origin).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var hasLogin = TypedIn(parsed) != GivenLogin.None || GivenLogin.OfEnvironment(context) != GivenLogin.None;
        if (origins.Count > 1 && hasLogin && HomesOf(parsed, context).OfOptions is null)
        {
            throw new UsageException(
                $"A login for a Bindle server is given, and the sources are at {origins.Count} servers: "
                + $"{string.Join(", ", origins)}. Name the one that it is for: --bindle-server URL, or BINDLE_URL.");
        }
    }

    /// <summary>How the server is read.</summary>
    /// <exception cref="UsageException">The credentials are incomplete or cannot be read.</exception>
    public BindleServerOptions OptionsOf(
        ParseResult parsed, CliContext context, BindleServerAddress address, Report report)
    {
        var login = LoginOf(parsed, context, address, report);
        return new BindleServerOptions
        {
            Address = address,
            Credential = login.Credential,
            Login = login.Renewing,
            PriorKnowledge = parsed.GetValue(_http2),
            Query = QueryOf(parsed) ?? "",
        };
    }

    /// <summary>Opens the server.</summary>
    /// <exception cref="UsageException">The file of authorities cannot be read.</exception>
    public SourceOpener OpenerOf(
        ParseResult parsed, CliContext context, BindleServerOptions options, ResilienceOptions resilience)
    {
        var connection = ConnectionOf(parsed, options.Address);
        return _ => Task.FromResult<IBindleSource>(Open(connection, options, resilience, context));
    }

    /// <summary>How the server is asked for its host keys.</summary>
    /// <exception cref="UsageException">The file of authorities cannot be read.</exception>
    public HostKeyReader HostKeysOf(
        ParseResult parsed, CliContext context, BindleServerOptions options, ResilienceOptions resilience)
    {
        var connection = ConnectionOf(parsed, options.Address);
        return async stop =>
        {
            var server = Open(connection, options, resilience, context);
            await using (server.ConfigureAwait(false))
            {
                return await server.ReadHostKeysAsync(stop).ConfigureAwait(false);
            }
        };
    }

    private static BindleServerSource Open(
        BindleServerConnection connection,
        BindleServerOptions options,
        ResilienceOptions resilience,
        CliContext context) => new(
            ResilientHandler.Create(BindleServerHandlers.Create(connection), resilience, context.Clock),
            options with { MaxRequests = resilience.Concurrency },
            context.Clock);

    private BindleServerConnection ConnectionOf(ParseResult parsed, BindleServerAddress address) => new()
    {
        Authorities = parsed.GetValue(_authorities) is { } file
            ? PemFile.ReadAuthorities(file, _authorities.Name)
            : [],
        UncheckedHost = parsed.GetValue(_insecure) ? address.Host : null,
        Proxy = new LoopbackBypass(HttpClient.DefaultProxy),
    };

    private ServerLogin LoginOf(
        ParseResult parsed, CliContext context, BindleServerAddress address, Report report)
    {
        var logins = LazyInitializer.EnsureInitialized(ref _logins, () => new BindleServerLogins(context, report));
        return logins.Find(address, TypedIn(parsed), HomesOf(parsed, context), ConnectionOf(parsed, address));
    }

    private GivenLogin TypedIn(ParseResult parsed) =>
        new(parsed.GetValue(_user), parsed.GetValue(_password), parsed.GetValue(_tokenFile));

    private LoginHomes HomesOf(ParseResult parsed, CliContext context) =>
        LoginHomes.Of(NamedIn(parsed), OfVariable(context));

    private BindleServerAddress? NamedIn(ParseResult parsed) =>
        parsed.GetValue(_url) is { } text ? AddressOf(text, "") : null;

    private static BindleServerAddress? OfVariable(CliContext context) =>
        context.Variable("BINDLE_URL") is { Length: > 0 } text
            ? AddressOf(text, "The variable BINDLE_URL is wrong. ")
            : null;

    private static BindleServerAddress AddressOf(string text, string where)
    {
        try
        {
            return BindleServerAddress.Parse(text);
        }
        catch (FormatException exception)
        {
            throw new UsageException(where + exception.Message);
        }
    }

    private string? QueryOf(ParseResult parsed) =>
        parsed.CommandResult.Command.Name == "inspect" ? parsed.GetValue(_query) : null;
}
