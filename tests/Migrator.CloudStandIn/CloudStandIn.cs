using Microsoft.AspNetCore.Http;
using Migrator.StandIn.Api;
using Migrator.StandIn.Bindle;
using Migrator.StandIn.Conformance;
using Migrator.StandIn.Edge;
using Migrator.StandIn.Http;
using Migrator.StandIn.Login;
using Migrator.StandIn.Registry;
using Migrator.StandIn.Seeds;
using Migrator.StandIn.State;
using Migrator.Testing.Registries;

namespace Migrator.StandIn;

/// <summary>
/// A stand-in for Fermyon Cloud, in this process but over real sockets: the API, the registry that one can only push
/// to, and the edge where apps answer. What it does is <c>spec/cloud-deploy.md</c> 7 and 8; it is nobody's server.
/// </summary>
public sealed class CloudStandIn : IAsyncDisposable
{
    private readonly RequestPipeline _pipeline;
    private readonly TokenDesk _tokens;
    private readonly EdgeServer _edge;
    private readonly ApiServer _api;
    private readonly RegistryFront _front;
    private readonly LoopbackListener _apiListener;
    private readonly LoopbackListener _registryListener;

    private CloudStandIn(StandInOptions options, TimeProvider clock)
    {
        Options = options;
        var chance = new ChanceSource(options.Seed);
        _tokens = new TokenDesk(options, clock, chance);
        _pipeline = new RequestPipeline(Requests, Faults, clock, _tokens.ExpireAll);
        _edge = new EdgeServer(options, clock, (context, serve) => _pipeline.HandleAsync(
            context,
            Area.Edge,
            NameByPath,
            _ => Task.FromResult(serve())));
        Registry = RegistryHost.WithoutListener(new RegistryHostOptions
        {
            Personality = RegistryPersonalities.FermyonCloud with { BackingRepository = options.BackingRepository },
        });
        _front = new RegistryFront(Registry, _tokens, options.Quotas.PackageBytes);
        var document = options.OpenApi(options.Era);
        Conformance = new ConformanceCheck(document);
        var bindles = new BindleShelf();
        var packages = new PackageShelf(Registry, bindles, options);
        var rollout = new Rollout(State, packages, _edge, chance);
        var registration = new Registration(State, packages, rollout, chance, options);
        Seeds = new Seeder(State, Registry, bindles, rollout, registration, chance, options, clock);
        var router = new Router(Operations(document, bindles, packages, rollout, registration, chance));
        _api = new ApiServer(router, State, _tokens, Conformance, options, clock);
        Login = _tokens.Issue();
        _apiListener = new LoopbackListener(options.Port, ServeApiAsync);
        _registryListener = new LoopbackListener(options.RegistryPort, ServeRegistryAsync);
    }

    /// <summary>How it is set up.</summary>
    public StandInOptions Options { get; }

    /// <summary>The address of the API, as a login file names it: <c>http://127.0.0.1:PORT/</c>.</summary>
    public Uri Address => new($"http://127.0.0.1:{_apiListener.Port}/");

    /// <summary>
    /// The address of the registry: <c>http://127.0.0.1:PORT/</c>. It answers at the port of the API, too, below
    /// <c>/v2/</c> and <c>/api/oci/</c>.
    /// </summary>
    public Uri RegistryAddress => new($"http://127.0.0.1:{_registryListener.Port}/");

    /// <summary>A login that is good when the stand-in starts.</summary>
    public LoginTokens Login { get; }

    /// <summary>What the account owns.</summary>
    public CloudState State { get; } = new();

    /// <summary>Every request so far, to all three parts.</summary>
    public RequestJournal Requests { get; } = new();

    /// <summary>What goes wrong.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>What was not as the OpenAPI document of the real API has it.</summary>
    public ConformanceCheck Conformance { get; }

    /// <summary>The registry itself: what was pushed, and faults in the midst of an upload.</summary>
    public RegistryHost Registry { get; }

    /// <summary>Puts apps there without a request.</summary>
    public Seeder Seeds { get; }

    /// <summary>Starts a stand-in.</summary>
    /// <param name="options">Its knobs.</param>
    /// <param name="clock">The clock of failover, tokens and quotas.</param>
    /// <returns>The stand-in, which listens.</returns>
    public static async Task<CloudStandIn> StartAsync(StandInOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        var standIn = new CloudStandIn(options, clock);
        await standIn._apiListener.Started;
        await standIn._registryListener.Started;
        return standIn;
    }

    /// <summary>Another login, with a token of its own.</summary>
    public LoginTokens NewLogin() => _tokens.Issue();

    /// <summary>A personal access token, which does not end.</summary>
    public string NewPersonalToken() => _tokens.AddPersonal("made by a test").Token;

    /// <summary>Every token of a login is worth nothing from now on; they can still be refreshed.</summary>
    public void ExpireTokens() => _tokens.ExpireAll();

    /// <summary>Stops listening and forgets everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await _apiListener.DisposeAsync();
        await _registryListener.DisposeAsync();
        await _edge.DisposeAsync();
        await Registry.DisposeAsync();
    }

    private Operation[] Operations(
        OpenApiDocument? document,
        BindleShelf bindles,
        PackageShelf packages,
        Rollout rollout,
        Registration registration,
        ChanceSource chance)
    {
        var shapes = new Shapes(State, Options);
        Operation[] all = [];
        all =
        [
            .. new ServiceOperations(document, Options.Era, () => all).All,
            .. new LoginOperations(_tokens, chance, Options).All,
            .. new AppOperations(State, shapes, packages, rollout, registration, chance, Options).All,
            .. new RevisionOperations(State, shapes, registration, new RateMeter(), Options).All,
            .. new ChannelOperations(State, shapes, rollout, Options).All,
            .. new VariableOperations(State).All,
            .. new KeyValueOperations(State, Options).All,
            .. new DatabaseOperations(State, Options).All,
            .. new LogOperations(State, Options).All,
            .. new BindleOperations(bindles, Options).All,
        ];
        return all;
    }

    private Task ServeApiAsync(HttpContext context) => RegistryFront.Owns(context.Request.Path)
        ? ServeRegistryAsync(context)
        : _pipeline.HandleAsync(
            context,
            Area.Api,
            request => _api.PrepareAsync(context, request),
            request => _api.ServeAsync(context, request));

    private Task ServeRegistryAsync(HttpContext context) =>
        _pipeline.HandleAsync(context, Area.Registry, NameByPath, _ => _front.ServeAsync(context));

    private static Task NameByPath(LoggedRequest request)
    {
        request.Operation = $"{request.Method} {request.Path}";
        return Task.CompletedTask;
    }
}
