using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;
using Migrator.Engine.Pushing;
using Migrator.Engine.Tests.Fakes;
using Migrator.Engine.Tests.FaultMatrix;
using Migrator.Oci.Model;
using Migrator.Oci.References;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.Pushing;

/// <summary>
/// A tag of another digest, before the push and in the middle of it (spec/oci-peers.md 6c, rows 31 and 32).
/// </summary>
public sealed class TagConflictTests : IDisposable
{
    private const string Repository = "team/app";
    private const string Tag = "1.2.0_b1";
    private readonly HttpMessageHandler _handler = RegistryHandlers.Create(new RegistryConnection());
    private readonly JumpingClock _clock = new();
    private readonly MemoryBindle _source = new MemoryBindle().With("a.txt", "first").With("b.txt", "second");

    [Theory]
    [InlineData(ConflictPolicy.Fail, JobStatus.TargetRefused, "BM4001")]
    [InlineData(ConflictPolicy.Skip, JobStatus.Skipped, "BM4010")]
    [InlineData(ConflictPolicy.Overwrite, JobStatus.Done, "BM4002")]
    public async Task RunAsync_TagOfAnotherDigest_EndsAsThePolicySays(
        ConflictPolicy policy, JobStatus status, string code)
    {
        await using var host = await RegistryHost.StartAsync();
        var other = MoveTag(host);

        var outcome = await RunAsync(host, policy);

        Assert.Equal(status, outcome.Status);
        var finding = Assert.Single(outcome.Findings, finding => finding.Code == code);
        Assert.Contains(other, finding.Message, StringComparison.Ordinal);
        if (policy != ConflictPolicy.Overwrite)
        {
            Assert.Equal(RequestKind.ManifestHead, Assert.Single(host.Requests.All).Kind);
            Assert.Equal(other, host.Repository(Repository).Tags[Tag]);
        }
    }

    [Theory]
    [InlineData(ConflictPolicy.Fail, JobStatus.TargetRefused)]
    [InlineData(ConflictPolicy.Skip, JobStatus.Skipped)]
    [InlineData(ConflictPolicy.Overwrite, JobStatus.Done)]
    [FaultRow(32)]
    public async Task RunAsync_TagIsMovedDuringALongPush_IsSeenBeforeTheTagIsSet(
        ConflictPolicy policy, JobStatus status)
    {
        await using var host = await RegistryHost.StartAsync();
        var other = "";
        DuringThePush(() =>
        {
            other = MoveTag(host);
            _clock.Sleep(TimeSpan.FromSeconds(6));
        });

        var outcome = await RunAsync(host, policy);

        Assert.Equal(status, outcome.Status);
        Assert.Equal(
            status == JobStatus.Done ? outcome.Manifest!.Digest.ToString() : other,
            host.Repository(Repository).Tags[Tag]);
        Assert.Empty(host.IncompleteTags());
        Assert.Equal(0, host.OpenSessions);
    }

    [Fact]
    public async Task RunAsync_AnotherSetsTheSameArtifact_IsNoConflict()
    {
        await using var host = await RegistryHost.StartAsync();
        var first = await RunAsync(host, ConflictPolicy.Fail);
        var manifest = host.Repository(Repository).Tags[Tag];
        host.Repository(Repository).Tags.TryRemove(Tag, out _);
        DuringThePush(() =>
        {
            host.Repository(Repository).Tags[Tag] = manifest;
            _clock.Sleep(TimeSpan.FromHours(1));
        });

        var second = await RunAsync(host, ConflictPolicy.Fail);

        Assert.Equal((JobStatus.Done, JobStatus.Done), (first.Status, second.Status));
    }

    [Fact]
    public async Task RunAsync_LongPushAndNobodyElse_LooksAtTheTagOnceMore()
    {
        await using var host = await RegistryHost.StartAsync();
        DuringThePush(() => _clock.Sleep(TimeSpan.FromSeconds(6)));

        await RunAsync(host, ConflictPolicy.Fail);

        Assert.Equal(2, host.Requests.All.Count(request => request.Kind == RequestKind.ManifestHead));
    }

    public void Dispose() => _handler.Dispose();

    // Somebody else sets the tag to an artifact that has nothing but an empty config.
    private static string MoveTag(RegistryHost host)
    {
        var config = "{}"u8.ToArray();
        var manifest = new Manifest
        {
            Config = Descriptor.Of("application/vnd.oci.empty.v1+json", config),
            ArtifactType = "application/x-other",
        }.ToBytes();
        var digest = Digest.Of(config).ToString();
        host.Repository(Repository).Blobs.TryAdd(
            digest, new StoredBlob(digest, config.Length, () => new MemoryStream(config)));
        return host.AddManifest(Repository, Tag, MediaTypes.ImageManifest, manifest);
    }

    private void DuringThePush(Action happens)
    {
        var left = 1;
        _source.OnOpen = (_, stream) =>
        {
            if (Interlocked.Exchange(ref left, 0) == 1)
            {
                happens();
            }

            return stream;
        };
    }

    private async Task<MigrationOutcome> RunAsync(RegistryHost host, ConflictPolicy policy)
    {
        using var client = new RegistryClient(new RegistryOptions { Handler = _handler });
        return await new MigrationPipeline(_clock, NoObserver.Instance).RunAsync(
            new MigrationRequest
            {
                OpenSource = _source.OpenSourceAsync,
                Target = MigrationTarget.At(new RegistryReference(host.Host, Repository), client),
                Conversion = new ConversionOptions { Profile = Profile.Bindle },
                OnConflict = policy,
            },
            CancellationToken.None);
    }
}
