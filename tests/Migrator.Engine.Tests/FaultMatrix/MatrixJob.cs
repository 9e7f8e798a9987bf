using System.Collections.Concurrent;
using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;
using Migrator.Engine.Resilience;
using Migrator.Engine.Tests.Fakes;
using Migrator.Oci.References;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.FaultMatrix;

/// <summary>
/// A job that takes a bindle with one long and two short parcels to a registry where something goes wrong.
/// </summary>
internal sealed class MatrixJob : IAsyncDisposable
{
    public const string Repository = "team/shop";
    public const string Tag = "1.2.0_b1";

    /// <summary>The length of the long parcel: three chunks of <see cref="SmallChunks"/>.</summary>
    public const int LongLength = 600_000;

    private readonly MatrixRow _row;
    private readonly HttpMessageHandler _handler;
    private readonly RegistryClient _client;
    private readonly CancellationTokenSource _stop = new();

    private MatrixJob(MatrixRow row, RegistryHost host)
    {
        (_row, Host) = (row, host);
        var sockets = RegistryHandlers.Create(row.Connection);
        _handler = row.Resilience is { } resilience
            ? ResilientHandler.Create(sockets, resilience with { Noticed = Notices.Enqueue }, Clock)
            : sockets;
        _client = new RegistryClient(new RegistryOptions
        {
            Handler = _handler,
            Profile = row.Profile,
            Credentials = row.Credentials?.Invoke(host.Host),
            UploadHosts = row.AllowsStorageHost ? [host.StorageHost] : [],
            IsLoopbackPlainHttp = host.Address.Scheme == "http",
            Time = row.Time,
            Warned = (_, text) => Warnings.Add(text),
        });
    }

    /// <summary>A profile with short chunks, so that tests need no long blobs.</summary>
    public static RegistryProfile SmallChunks { get; } =
        RegistryProfile.Generic with { ChunkBytes = 256 * 1024, MinChunkBytes = 16 * 1024 };

    public RegistryHost Host { get; }

    public FaultScript Faults => Host.Faults;

    public RequestLog Requests => Host.Requests;

    public RepositoryContent Content => Host.Repository(Repository);

    public MemoryBindle Source { get; } = new MemoryBindle()
        .With("a.txt", "first").With("long.bin", new string('x', LongLength)).With("c.txt", "third");

    /// <summary>The clock of retries and waits.</summary>
    public SkippingClock Clock { get; } = new();

    /// <summary>What the handlers told.</summary>
    public ConcurrentQueue<ResilienceNotice> Notices { get; } = [];

    /// <summary>What it cost, for test output.</summary>
    public string Figures { get; set; } = "";

    /// <summary>What the registry warned of.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Where the tag pointed before; null when it was not there.</summary>
    public string? TagBefore { get; set; }

    /// <summary>Hosts that the client is sent to instead; null for the registry itself.</summary>
    public string? OtherHost { get; set; }

    public static async Task<MatrixJob> StartAsync(MatrixRow row) => new(row, await RegistryHost.StartAsync(row.Host));

    /// <summary>Stops the job, as Ctrl-C does.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Two broken commits of the long parcel: after them it goes in chunks.</summary>
    public void CutTwoCommits()
    {
        for (var nth = 1; nth <= 2; nth++)
        {
            Faults.When(IsLongCommit, Fault.CutUploadAfter(1000), nth);
        }
    }

    /// <summary>Runs the job.</summary>
    /// <param name="other">Another bindle in place of <see cref="Source"/>.</param>
    public async Task<MigrationOutcome> RunAsync(MemoryBindle? other = null)
    {
        await using var target = _client.Open(new RegistryReference(OtherHost ?? Host.Host, Repository));
        return await new MigrationPipeline(TimeProvider.System, NoObserver.Instance).RunAsync(
            new MigrationRequest
            {
                OpenSource = (other ?? Source).OpenSourceAsync,
                Target = MigrationTarget.Of(target),
                Policy = _row.Policy,
                Conversion = new ConversionOptions { Profile = Profile.Bindle },
                Parallelism = _row.Parallelism,
            },
            _stop.Token);
    }

    /// <summary>What must hold after every row, whatever went wrong.</summary>
    public void AssertInvariants(MigrationOutcome outcome)
    {
        Assert.Empty(Host.IncompleteTags());
        Assert.True(Host.OpenSessions == 0 || _row.MayLeaveSession, $"{Host.OpenSessions} open:\n{Requests}");
        var done = outcome.Status is JobStatus.Done or JobStatus.AlreadyThere;
        Assert.Equal(
            done ? outcome.Manifest!.Digest.ToString() : TagBefore, Content.Tags.GetValueOrDefault(Tag));
        var said = string.Join('\n', outcome.Findings) + string.Join('\n', Warnings);
        Assert.All(
            RegistryProcessOptions.Secrets, secret => Assert.DoesNotContain(secret, said, StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _handler.Dispose();
        _stop.Dispose();
        await Host.DisposeAsync();
    }

    public static bool IsLongCommit(ReceivedRequest request) =>
        request.Kind == RequestKind.UploadPut && request.Header("Content-Length") == LongLength.ToString(null, null);
}
