using System.Net;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Oras.Tests;

public sealed class OrasTargetTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, RegistryFailure.Credentials)]
    [InlineData(HttpStatusCode.Forbidden, RegistryFailure.Credentials)]
    [InlineData(HttpStatusCode.TooManyRequests, RegistryFailure.Temporary)]
    [InlineData(HttpStatusCode.BadGateway, RegistryFailure.Temporary)]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, RegistryFailure.Refused)]
    [InlineData(null, RegistryFailure.Temporary)]
    public async Task PushBlobAsync_RegistryAnswersAnError_FailureSaysWhatToDo(
        HttpStatusCode? status, RegistryFailure failure)
    {
        var inner = new FaultyTarget(new HttpRequestException("no luck\nat all.", inner: null, status));
        await using var target = new OrasTarget(inner, "registry example.com/app", default);

        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(target, "a"));

        Assert.Equal(failure, fault.Failure);
        Assert.Equal(status, fault.Status);
        Assert.Equal(
            $"registry example.com/app: cannot push {Layer("a").Digest}: no luck at all.", fault.Message);
    }

    [Fact]
    public async Task PushBlobAsync_ClientTimesOut_IsTemporaryAndNoStop()
    {
        await using var target = new OrasTarget(
            new FaultyTarget(new TaskCanceledException("100 s elapsed", new TimeoutException())), "registry", default);

        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(target, "a"));

        Assert.Equal(RegistryFailure.Temporary, fault.Failure);
    }

    [Fact]
    public async Task PushBlobAsync_SourceFailsInsideTheForeignPush_ItsOwnErrorComesOut()
    {
        await using var target = new OrasTarget(new WrappingTarget(), "registry", default);

        var mismatch = await Assert.ThrowsAsync<BlobMismatchException>(
            () => target.PushBlobAsync(Layer("a"), Opener(Bytes("b")), None));

        Assert.Equal(Layer("b").Digest, mismatch.ActualDigest);
    }

    [Fact]
    public async Task Listings_TargetThatCannotList_SayIt()
    {
        await using var target = new OrasTarget(new FaultyTarget(new IOException()), "store", default);

        var tags = await Assert.ThrowsAsync<TargetException>(() => ToListAsync(target.ListTagsAsync(None)));
        var referrers = await Assert.ThrowsAsync<TargetException>(
            () => ToListAsync(target.ListReferrersAsync(Layer("a").Digest, artifactType: null, None)));

        Assert.Equal("store: its tags cannot be listed.", tags.Message);
        Assert.Equal("store: its referrers cannot be listed.", referrers.Message);
    }

    [Fact]
    public async Task ResolveOrNullAsync_DigestOfAnotherAlgorithm_IsRefused()
    {
        var store = new ForeignStore();
        await store.TagAsync(
            new OrasProject.Oras.Oci.Descriptor { MediaType = MediaTypes.ImageManifest, Digest = "sha512:00" }, "t");
        await using var target = new OrasTarget(store, "store", default);

        await Assert.ThrowsAsync<TargetException>(() => target.ResolveOrNullAsync("t", None));
    }
}
