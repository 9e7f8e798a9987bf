using System.Security.Cryptography;
using System.Text;
using Migrator.Cloud.Api;
using Migrator.Cloud.Deployment;
using Migrator.Cloud.Health;
using Migrator.Cloud.Login;
using Migrator.StandIn;
using Migrator.StandIn.Edge;
using Migrator.StandIn.Http;

namespace Migrator.Cloud.Tests.Sockets;

/// <summary>A stand-in of the cloud, and a deployer that speaks to it over sockets, with short waits.</summary>
internal sealed class CloudFixture : IAsyncDisposable
{
    private static readonly HealthOptions Quick = new()
    {
        Interval = TimeSpan.FromMilliseconds(10),
        EarlySpan = TimeSpan.Zero,
        BaselineSamples = 3,
        SamplesInARow = 8,
        MaxSamplesInARow = 20,
        Span = TimeSpan.FromMilliseconds(80),
        Limit = TimeSpan.FromSeconds(4),
        ErrorSpan = TimeSpan.FromMilliseconds(400),
        ControlPlaneInterval = TimeSpan.FromMilliseconds(10),
    };

    private readonly HttpMessageHandler _handler = CloudHandlers.Create();
    private readonly HttpMessageHandler _probeHandler = CloudHandlers.CreateForProbes();

    private CloudFixture(CloudStandIn standIn, Func<HealthOptions, HealthOptions> health)
    {
        StandIn = standIn;
        Token = () => standIn.Login.Token;
        Client = ClientOf(() => Token());
        Deployer = new Deployer(Client, new DeployerOptions
        {
            ProbeHandler = _probeHandler,
            Health = health(Quick),
            FirstWait = TimeSpan.FromMilliseconds(5),
            FailoverWait = TimeSpan.FromMilliseconds(5),
            FailoverLooks = 1,
            Paused = Pauses.Add,
        });
    }

    public CloudStandIn StandIn { get; }

    /// <summary>Gives the token to whoever asks the API; may throw.</summary>
    public Func<string> Token { get; set; }

    public CloudClient Client { get; }

    public Deployer Deployer { get; }

    public HttpMessageHandler Handler => _handler;

    /// <summary>The waits so far.</summary>
    public List<DeploymentPause> Pauses { get; } = [];

    /// <summary>What was pushed, by tag; the push delegate adds to it.</summary>
    public List<CloudImage> Pushed { get; } = [];

    public static async Task<CloudFixture> StartAsync(
        StandIn.CloudEra era,
        Func<StandInOptions, StandInOptions>? change = null,
        Func<HealthOptions, HealthOptions>? health = null)
    {
        var options = new StandInOptions { Era = era, Failover = FailoverScript.Immediate };
        return new CloudFixture(
            await CloudStandIn.StartAsync(change?.Invoke(options) ?? options, TimeProvider.System),
            health ?? (quick => quick));
    }

    public static byte[] Manifest(string content) => Encoding.UTF8.GetBytes(
        $$"""
        {"annotations":{"content":"{{content}}"},"config":{"digest":"sha256:{{new string('a', 64)}}",
        "mediaType":"application/vnd.fermyon.spin.application.v1+config","size":2},"layers":[],"schemaVersion":2}
        """);

    public static DeploymentRequest Request(string content, string name = "hello") => new()
    {
        Name = name,
        Version = "1.0.0",
        Digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Manifest(content))),
        Routes = [new("hello", "/...")],
    };

    /// <summary>Deploys some content.</summary>
    public Task<DeploymentOutcome> DeployAsync(
        string content, Func<DeploymentRequest, DeploymentRequest>? change = null, string name = "hello")
    {
        var request = Request(content, name);
        return Deployer.RunAsync(change?.Invoke(request) ?? request, PushOf(content), default);
    }

    public ImagePush PushOf(string content) => (image, _) =>
    {
        Pushed.Add(image);
        StandIn.Registry.AddManifest(
            image.Repository, image.Tag, "application/vnd.oci.image.manifest.v1+json", Manifest(content));
        return Task.CompletedTask;
    };

    /// <summary>Ends the login when a request of an operation was answered.</summary>
    public void EndLoginAfter(LoggedRequest request, string operation)
    {
        if (request.Operation == operation)
        {
            Token = () => throw new LoginException("the login is over");
        }
    }

    public CloudClient ClientOf(Func<string> token) => new(new CloudOptions
    {
        Url = StandIn.Address,
        Handler = _handler,
        Tokens = (refused, _) => new(refused is null ? token() : null),
    });

    public async ValueTask DisposeAsync()
    {
        Deployer.Dispose();
        Client.Dispose();
        _handler.Dispose();
        _probeHandler.Dispose();
        await StandIn.DisposeAsync();
    }
}
