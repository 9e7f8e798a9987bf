using Migrator.Oci.Model;
using Migrator.Oci.References;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>The target over the real <c>docker-registry</c>: conformance, and what each step costs.</summary>
public sealed class RegistryTargetTest : TargetConformance, IClassFixture<DockerRegistry>, IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static int _repositories;
    private readonly DockerRegistry _registry;
    private readonly RequestCount _requests = new(RegistryHandlers.Create(new RegistryConnection()));
    private readonly RegistryClient _client;

    public RegistryTargetTest(DockerRegistry registry)
    {
        _registry = registry;
        _client = new RegistryClient(new RegistryOptions { Handler = _requests });
    }

    protected override Task<ITarget> OpenAsync() => Task.FromResult<ITarget>(_client.Open(NewRepository()));

    [Fact]
    public async Task Push_NewImage_CostsTwoRequestsABlobAndOneEachForManifestAndTag()
    {
        await using var target = await OpenAsync();
        Assert.Null(await target.ResolveOrNullAsync("t", None));
        var image = await PushImageAsync(target, "t", "a", "b", "a");
        Assert.Equal(image, (await target.ResolveOrNullAsync("t", None))!);
        Assert.Equal(ManifestOf("a", "b", "a").ToBytes(), await ReadAsync(target, image));
        Assert.Equal(
            ["HEAD", "POST", "PUT", "POST", "PUT", "POST", "PUT", "PUT", "PUT", "HEAD", "GET"],
            _requests.Lines.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task ResolveOrNullAsync_UnchangedImage_CostsOneHead()
    {
        var repository = NewRepository();
        await using (var target = _client.Open(repository))
        {
            await PushImageAsync(target, "t", "a");
        }

        _requests.Take();
        await using var again = _client.Open(repository);
        Assert.NotNull(await again.ResolveOrNullAsync("t", None));
        Assert.Equal([$"HEAD /v2/{repository.Repository}/manifests/t"], _requests.Take());
    }

    [Fact]
    public async Task PushBlobAsync_BlobThatAnotherClientPushed_CostsOneRequest()
    {
        var repository = NewRepository();
        await using (var target = _client.Open(repository))
        {
            await PushLayerAsync(target, "a");
        }

        _requests.Take();
        using var other = new RegistryClient(new RegistryOptions { Handler = _requests });
        await using var again = other.Open(repository);
        Assert.Equal(PushResult.AlreadyThere, await again.PushBlobAsync(Layer("a"), NoOpener, None));
        Assert.StartsWith("POST ", Assert.Single(_requests.Take()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PushBlobAsync_BlobOfAnotherRepository_IsMounted()
    {
        var first = NewRepository();
        await PushLayerAsync(_client.Open(first), "a");
        _requests.Take();
        await using var target = await OpenAsync();
        Assert.Equal(PushResult.AlreadyThere, await target.PushBlobAsync(Layer("a"), NoOpener, None));
        var from = $"from={Uri.EscapeDataString(first.Repository)}";
        Assert.Contains(from, Assert.Single(_requests.Take()), StringComparison.Ordinal);
        Assert.Equal(Bytes("a"), await ReadAsync(target, Layer("a")));
    }

    [Fact]
    public async Task PushManifestAsync_ReferrerWhereTheListIsMissing_CostsOneGetAndOnePutMore()
    {
        await using var target = await OpenAsync();
        var image = await PushImageAsync(target, "t", "a");
        await target.PushBlobAsync(ManifestOf().Config, Opener(Bytes("{}")), None);
        _requests.Take();
        await PushManifestAsync(target, ManifestOf() with { ArtifactType = "x", Subject = image });
        Assert.Equal(["PUT", "GET", "PUT"], _requests.Lines.Select(line => line.Split(' ')[0]));
        Assert.EndsWith($"/manifests/sha256-{image.Digest.Hex}", _requests.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task PushManifestAsync_ManyReferrersAtOnce_AllAreListed()
    {
        await using var target = await OpenAsync();
        var image = await PushImageAsync(target, "t", "a");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => PushManifestAsync(
            target, ManifestOf() with { ArtifactType = $"x{number}", Subject = image })));
        Assert.Equal(8, (await ToListAsync(target.ListReferrersAsync(image.Digest, artifactType: null, None))).Count);
    }

    [Fact]
    public async Task PushBlobAsync_OtherBytesInALongBlob_LeavesNoUploadBehind()
    {
        var repository = NewRepository();
        await using var target = _client.Open(repository);
        var expected = Descriptor.Of(LayerType, new byte[1_000_000]);
        var sent = new byte[1_000_000];
        sent[^1] = 1;
        await Assert.ThrowsAsync<BlobMismatchException>(() => target.PushBlobAsync(expected, Opener(sent), None));
        Assert.Equal(["POST", "PUT", "DELETE"], _requests.Lines.Select(line => line.Split(' ')[0]));
        Assert.False(await target.ExistsAsync(expected, None));
    }

    [Fact]
    public async Task OpenReadOnly_PushedImage_IsReadByAForeignReaderToo()
    {
        var repository = NewRepository();
        await using var target = _client.Open(repository);
        var image = await PushImageAsync(target, "t", "a", "b");
        using var folder = new TempFolder();
        var copy = await Tool.RunAsync(
            "skopeo",
            "copy",
            "--src-tls-verify=false",
            $"docker://{repository.Host}/{repository.Repository}:t",
            $"oci:{folder.Path}/l:t");
        Assert.True(copy.ExitCode == 0, copy.Error);
        Assert.True(File.Exists(folder.Combine("l", "blobs", "sha256", image.Digest.Hex)));
    }

    public void Dispose()
    {
        _client.Dispose();
        _requests.Dispose();
    }

    private RegistryReference NewRepository() =>
        new(_registry.Host, $"team/app{Interlocked.Increment(ref _repositories)}");
}
