using Migrator.Oci.Model;
using Migrator.Oci.Targets.Registry;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>
/// What is relative in an answer starts where the answer came from (RFC 3986 5.1.3; spec/oci-peers.md 6c, row 26).
/// </summary>
public sealed class RedirectedPlaceTest
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(LocationForm.Relative)]
    [InlineData(LocationForm.RelativeBare)]
    public async Task PushBlobAsync_PostIsAnsweredElsewhere_GoesOnThere(LocationForm form)
    {
        await using var hosted = await HostedTarget.StartAsync(
            RegistryPersonalities.Distribution3 with { Location = form });
        ToStorage(hosted, RequestKind.UploadPost);

        await PushLayerAsync(hosted.Open(), "a");

        var put = Assert.Single(hosted.Host.Requests.Of(RequestKind.UploadPut));
        Assert.Equal(hosted.Host.StorageHost, put.Host);
        Assert.False(put.HasAuthorization);
    }

    [Fact]
    public async Task PushBlobAsync_ChunkIsAnsweredElsewhere_GoesOnThere()
    {
        var bytes = Bytes(new string('a', 200_000));
        var blob = Descriptor.Of(LayerType, bytes);
        await using var hosted = await HostedTarget.StartAsync(
            RegistryPersonalities.Distribution3 with { Location = LocationForm.Relative },
            RegistryProfile.Generic with { ChunkBytes = 128 * 1024 });
        hosted.Host.Faults.OnFirst(RequestKind.UploadPut, 2, Fault.CutUploadAfter(100_000));
        ToStorage(hosted, RequestKind.UploadPatch);

        await hosted.Open().PushBlobAsync(blob, Opener(bytes), None);

        var places = hosted.Host.Requests.Of(RequestKind.UploadPatch).Select(request => request.Host);
        Assert.Equal([hosted.Host.Host, hosted.Host.StorageHost, hosted.Host.StorageHost], places);
    }

    [Fact]
    public async Task ListTagsAsync_FirstPageIsAnsweredElsewhere_ReadsTheNextThere()
    {
        await using var hosted = await HostedTarget.StartAsync(
            RegistryPersonalities.Distribution3 with { TagPage = 1 });
        await PushImageAsync(hosted.Open(), "a", "a");
        await PushImageAsync(hosted.Open(), "b", "a");
        ToStorage(hosted, RequestKind.TagsList);

        Assert.Equal(["a", "b"], await ToListAsync(hosted.Open().ListTagsAsync(None)));

        var places = hosted.Host.Requests.Of(RequestKind.TagsList).Select(request => request.Host);
        Assert.Equal([hosted.Host.Host, hosted.Host.StorageHost, hosted.Host.StorageHost], places);
    }

    [Fact]
    public async Task PushBlobAsync_UploadIsNotKnownToItsRegistry_AsksForItsHosts()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.UploadPut, Fault.Status(404, "BLOB_UPLOAD_UNKNOWN"));

        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));

        Assert.Contains("do not share their uploads", fault.Message, StringComparison.Ordinal);
    }

    private static void ToStorage(HostedTarget hosted, RequestKind kind) => hosted.Host.Faults.When(
        request => request.Kind == kind && request.Header("Host") == hosted.Host.Host,
        Fault.RedirectToStorage(),
        count: int.MaxValue);
}
