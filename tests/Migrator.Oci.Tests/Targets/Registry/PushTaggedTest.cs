using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>A manifest that is written by its tag alone: what it costs, and what may go wrong in one write.</summary>
public sealed class PushTaggedTest
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly byte[] ManifestBytes = ManifestOf("a").ToBytes();
    private static readonly Descriptor Image = Descriptor.Of(MediaTypes.ImageManifest, ManifestBytes);

    [Fact]
    public async Task PushTaggedAsync_NewImage_CostsOneRequestAndASecondTagOneMore()
    {
        await using var hosted = await HostedTarget.StartAsync();
        var target = await WithBlobsAsync(hosted);

        await target.PushTaggedAsync(Image, ManifestBytes, "t", None);
        Assert.Equal([RequestKind.ManifestPut], hosted.Take());

        await target.PushTaggedAsync(Image, ManifestBytes, "u", None);
        Assert.Equal([RequestKind.ManifestPut], hosted.Take());
        Assert.Equal(["t", "u"], hosted.Host.Repository("team/app").Tags.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task PushTaggedAsync_RegistryLostABlobSince_SendsItAgain()
    {
        await using var hosted = await HostedTarget.StartAsync();
        var target = await WithBlobsAsync(hosted);
        hosted.Host.Repository("team/app").Blobs.Remove(Layer("a").Digest.ToString(), out _);

        await target.PushTaggedAsync(Image, ManifestBytes, "t", None);

        Assert.Equal(Image, await target.ResolveOrNullAsync("t", None));
        Assert.Equal(Bytes("a"), await ReadAsync(target, Layer("a")));
    }

    [Fact]
    public async Task PushTaggedAsync_RegistryWroteAnotherDigest_IsAMismatchOfTheTarget()
    {
        await using var hosted = await HostedTarget.StartAsync();
        var target = await WithBlobsAsync(hosted);
        hosted.Host.Faults.On(RequestKind.ManifestPut, Fault.WrongDigest());

        var mismatch = await Assert.ThrowsAsync<BlobMismatchException>(
            () => target.PushTaggedAsync(Image, ManifestBytes, "t", None));

        Assert.True(mismatch.IsOfTarget);
        Assert.Contains("tag t points to it now", mismatch.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PushTaggedAsync_SomeoneElseAnswers200_IsNotTakenForDone()
    {
        await using var hosted = await HostedTarget.StartAsync();
        var target = await WithBlobsAsync(hosted);
        hosted.Host.Faults.On(RequestKind.ManifestPut, Fault.Status(200));

        var fault = await Assert.ThrowsAsync<RegistryException>(
            () => target.PushTaggedAsync(Image, ManifestBytes, "t", None));

        Assert.Equal(RegistryFailure.Temporary, fault.Failure);
        Assert.Contains("t is not there", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PushTaggedAsync_RegistrySaysNoDigest_LooksAtTheTagOnce()
    {
        await using var hosted = await HostedTarget.StartAsync();
        var target = await WithBlobsAsync(hosted);
        hosted.Host.Faults.On(RequestKind.ManifestPut, Fault.Header("Docker-Content-Digest", null));

        await target.PushTaggedAsync(Image, ManifestBytes, "t", None);

        Assert.Equal([RequestKind.ManifestPut, RequestKind.ManifestHead], hosted.Take());
    }

    [Fact]
    public async Task PushTaggedAsync_SomethingElseIsStoredInSilence_IsToldWithWhatTheTagPointsTo()
    {
        await using var hosted = await HostedTarget.StartAsync();
        var target = await WithBlobsAsync(hosted);
        var other = await PushImageAsync(target, "t");
        hosted.Host.Faults.On(RequestKind.ManifestPut, Fault.Answer(() => new RegistryAnswer(201)));

        var fault = await Assert.ThrowsAsync<RegistryException>(
            () => target.PushTaggedAsync(Image, ManifestBytes, "t", None));

        Assert.Contains($"t points to {other.Digest}", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "TAG_INVALID", "The image tag 't' cannot be overwritten because the repository is immutable.")]
    [InlineData(412, "PRECONDITION", "Failed to process request due to 'app:t' configured as immutable.")]
    public async Task TagAsync_TagsCannotBeMoved_IsDoneWhereTheTagIsRightAndElseSaysSo(
        int status, string code, string message)
    {
        await using var hosted = await HostedTarget.StartAsync();
        var target = await WithBlobsAsync(hosted);
        await target.PushTaggedAsync(Image, ManifestBytes, "t", None);
        var other = await PushImageAsync(target, tag: null);
        hosted.Host.Faults.OnEvery(RequestKind.ManifestPut, Fault.Status(status, code, message));

        await target.TagAsync(Image, "t", None);
        var fault = await Assert.ThrowsAsync<RegistryException>(() => target.TagAsync(other, "t", None));

        Assert.Equal(RegistryFailure.Refused, fault.Failure);
        Assert.Contains(
            $"this one points to {Image.Digest}. Give another tag", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PushTaggedAsync_MoreLayersThanTheRegistryTakes_SendsNothing()
    {
        await using var hosted =
            await HostedTarget.StartAsync(profile: RegistryProfile.Generic with { MaxLayers = 1 });
        var target = hosted.Open();
        var manifest = ManifestOf("a", "b").ToBytes();

        await Assert.ThrowsAsync<RegistryException>(() => target.PushTaggedAsync(
            Descriptor.Of(MediaTypes.ImageManifest, manifest), manifest, "t", None));

        Assert.Empty(hosted.Take());
    }

    private static async Task<RegistryTarget> WithBlobsAsync(HostedTarget hosted)
    {
        var target = hosted.Open();
        await target.PushBlobAsync(ManifestOf().Config, Opener(Bytes("{}")), None);
        await PushLayerAsync(target, "a");
        hosted.Take();
        return target;
    }
}
