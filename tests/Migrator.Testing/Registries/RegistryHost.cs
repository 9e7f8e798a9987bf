using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Migrator.Testing.Registries;

/// <summary>
/// A small registry after the distribution specification, in this process but over real sockets: it plays a
/// <see cref="RegistryPersonality"/>, meets requests with scripted faults, and remembers every request.
/// It hashes and checks what it is given by its own means, not by those under test.
/// </summary>
public sealed class RegistryHost : IAsyncDisposable
{
    private readonly RegistryHostOptions _options;
    private readonly RegistryStore _store;
    private readonly RegistryPipeline _pipeline;
    private readonly WebApplication _server;
    private long _endless;

    private RegistryHost(RegistryHostOptions options)
    {
        _options = options;
        _store = new RegistryStore(options.KeepAtMost);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(Configure);
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        _server = builder.Build();
        _pipeline = new RegistryPipeline(this, options, _store);
        _server.Run(_pipeline.HandleAsync);
    }

    /// <summary>Where it listens: <c>localhost:PORT</c>.</summary>
    public string Host { get; private set; } = "";

    /// <summary>
    /// The same registry under another name and port, where blobs are redirected to: <c>127.0.0.1:PORT</c>.
    /// </summary>
    public string StorageHost { get; private set; } = "";

    /// <summary>The root of its API: <c>http://localhost:PORT/</c>, or https.</summary>
    public Uri Address => new($"{Scheme}://{Host}/");

    /// <summary>Which registry it plays.</summary>
    public RegistryPersonality Personality => _options.Personality;

    /// <summary>The tokens it gives out; null when it asks for none.</summary>
    public RegistryTokens? Tokens => _options.Tokens;

    /// <summary>Every request so far.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>What goes wrong.</summary>
    public FaultScript Faults { get; } = new();

    /// <summary>
    /// How many uploads are open that the client could still close: with distribution 2.8 those of a broken PATCH or a
    /// wrong digest stay, and nobody can close them.
    /// </summary>
    public int OpenSessions => _store.Sessions.Count(session =>
        Personality.Chunks != ChunkRule.RefusesMismatch || session.Told == session.Sink.Length);

    /// <summary>Names of all repositories that hold something.</summary>
    public IEnumerable<string> Repositories => _store.Names;

    /// <summary>How many bytes of endless bodies were sent: a client that stops reading keeps this low.</summary>
    public long EndlessBytes => Interlocked.Read(ref _endless);

    internal string StorageRoot => $"{Scheme}://{StorageHost}";

    private string Scheme => _options.Certificate is null ? "http" : "https";

    /// <summary>Starts a registry that plays distribution 3 and is open to all.</summary>
    public static Task<RegistryHost> StartAsync() => StartAsync(new RegistryHostOptions());

    /// <summary>Starts a registry that is open to all.</summary>
    /// <param name="personality">Which registry it plays.</param>
    public static Task<RegistryHost> StartAsync(RegistryPersonality personality) =>
        StartAsync(new RegistryHostOptions { Personality = personality });

    /// <summary>Starts a registry.</summary>
    /// <param name="options">What it plays and how it listens.</param>
    /// <returns>The registry, which listens.</returns>
    public static async Task<RegistryHost> StartAsync(RegistryHostOptions options)
    {
        var host = new RegistryHost(options);
        await host._server.StartAsync();
        var addresses = host._server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        var ports = addresses.Addresses.Select(address => new Uri(address).Port).ToList();
        host.Host = "localhost:" + ports[0].ToString(CultureInfo.InvariantCulture);
        host.StorageHost = "127.0.0.1:" + ports[1].ToString(CultureInfo.InvariantCulture);
        return host;
    }

    /// <summary>Makes a registry that does not listen: another server hands it requests.</summary>
    /// <param name="options">What it plays.</param>
    public static RegistryHost WithoutListener(RegistryHostOptions options) => new(options);

    /// <summary>Serves a request that came to another server; its path starts with <c>/v2/</c>.</summary>
    /// <param name="context">The request.</param>
    public Task ServeAsync(HttpContext context) => _pipeline.HandleAsync(context);

    /// <summary>
    /// A repository's content; it is made when it is not there (ECR: by its owner, before the first push).
    /// </summary>
    /// <param name="name">Its name.</param>
    public RepositoryContent Repository(string name) => _store.GetOrAdd(name);

    /// <summary>Puts a manifest there behind the client's back.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="tag">The tag that points to it from now on.</param>
    /// <param name="mediaType">Its media type.</param>
    /// <param name="manifest">Its bytes.</param>
    /// <returns>Its digest.</returns>
    public string AddManifest(string repository, string tag, string mediaType, byte[] manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(manifest));
        Repository(repository).Manifests[digest] = StoredManifest.Read(digest, mediaType, manifest)
            ?? throw new ArgumentException("This is no manifest.", nameof(manifest));
        return Repository(repository).Tags[tag] = digest;
    }

    /// <summary>
    /// Tags of any repository that point to something incomplete. After whatever fault, there must be none.
    /// </summary>
    public IEnumerable<string> IncompleteTags() =>
        _store.Repositories.SelectMany(repository => repository.IncompleteTags());

    /// <summary>Stops listening and forgets everything.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var stop = new CancellationTokenSource())
        {
            // No grace: whoever still waits for an answer gets none.
            await stop.CancelAsync();
            await _server.StopAsync(stop.Token);
        }

        await _server.DisposeAsync();
        _store.Dispose();
        _options.Tokens?.Dispose();
    }

    internal void CountEndless(int bytes) => Interlocked.Add(ref _endless, bytes);

    internal string? AnySession(string repository) => _store.AnySession(repository)?.Id;

    internal void CloseSession(string id)
    {
        if (_store.FindSession(id) is { } session)
        {
            _store.Close(session);
        }
    }

    private void AskForCertificates(HttpsConnectionAdapterOptions https)
    {
        if (_options.AsksForCertificates)
        {
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.AllowAnyClientCertificate();
        }
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
        for (var listener = 0; listener < 2; listener++)
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = _options.Protocols;
                if (_options.Certificate is { } certificate)
                {
                    listen.UseHttps(certificate, AskForCertificates);
                }
            });
        }
    }
}
