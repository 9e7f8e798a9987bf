using Migrator.Cli.Commands;
using Migrator.Cli.Registries;
using Migrator.Cloud.Api;
using Migrator.Cloud.Deployment;
using Migrator.Cloud.Login;
using Migrator.Engine.Reporting;

namespace Migrator.Cli.Clouds;

/// <summary>The way to a cloud for one command, with its login.</summary>
internal sealed class CloudSession : IDisposable
{
    private readonly HttpMessageHandler _handler;
    private readonly HttpMessageHandler _probes;
    private readonly LoginSession _login;
    private readonly CloudClient _client;

    private CloudSession(
        CliContext context,
        CloudLogin login,
        LoginStore store,
        string? environment,
        CloudPacing pacing,
        IEnumerable<string> words)
    {
        Login = login;
        _handler = Handler(CloudHandlers.Create(login.IsInsecure));
        _probes = Handler(CloudHandlers.CreateForProbes(login.IsInsecure));
        _login = new LoginSession(login, _handler, context.Clock, store, environment);
        _client = new CloudClient(new CloudOptions { Url = login.Url, Handler = _handler, Tokens = Tokens });
        _login.Guard(_client);
        Deployer = new Deployer(_client, context.DeployPace(new DeployerOptions
        {
            ProbeHandler = _probes,
            Time = context.Clock,
            Health = pacing.Health,
            CommandOptions = RetryCommand.Flags(words),
            StepStarted = pacing.StepStarted,
            SecondWatched = pacing.SecondWatched,
            Paused = pacing.Paused,
        }));
    }

    /// <summary>The login.</summary>
    public CloudLogin Login { get; }

    /// <summary>Deploys, tells and goes back.</summary>
    public Deployer Deployer { get; }

    /// <summary>Gives the login's token.</summary>
    public CloudTokenProvider Tokens => _login.TokenOrNullAsync;

    /// <summary>Makes the way; nothing is sent yet.</summary>
    /// <param name="context">The clock, and where logins are.</param>
    /// <param name="environment">The login's name; null for the default one.</param>
    /// <param name="wanted">The cloud that the command line names; null when it names none.</param>
    /// <param name="pacing">How applications are watched.</param>
    /// <exception cref="LoginException">There is no login that will do.</exception>
    public static CloudSession Open(CliContext context, string? environment, Uri? wanted, CloudPacing pacing)
    {
        var store = CloudLogins.StoreOf(context);
        string[] words =
        [
            .. environment is null ? [] : (string[])["--environment", environment],
            .. wanted is null ? [] : (string[])["--cloud-url", wanted.AbsoluteUri],
            .. pacing.Words,
        ];
        return new CloudSession(
            context, CloudLogins.Require(store, environment, wanted), store, environment, pacing, words);
    }

    /// <summary>Lets a handler pass the proxy by on its way to this machine.</summary>
    public static HttpMessageHandler Handler(SocketsHttpHandler handler)
    {
        handler.Proxy = new LoopbackBypass(HttpClient.DefaultProxy);
        return handler;
    }

    public void Dispose()
    {
        Deployer.Dispose();
        _client.Dispose();
        _login.Dispose();
        _handler.Dispose();
        _probes.Dispose();
    }
}
