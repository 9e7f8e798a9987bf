using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>Blobs whose download breaks off.</summary>
public sealed class BlobReadTest
{
    private const int Length = 300_000;
    private static readonly string Text = new('x', Length);

    [Fact]
    public async Task OpenAsync_BodyBreaksOff_GoesOnFromThere()
    {
        await using var hosted = await HostedTarget.StartAsync();
        var blob = await PushAsync(hosted);
        hosted.Host.Faults.On(RequestKind.BlobGet, Fault.CutAnswerAfter(200_000));

        Assert.Equal(Bytes(Text), await ReadAsync(hosted.Open(), blob));

        var reads = hosted.Host.Requests.Of(RequestKind.BlobGet);
        Assert.Equal(2, reads.Length);
        Assert.StartsWith("bytes=", reads[1].Headers["Range"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_RegistryKnowsNoRanges_PassesOverWhatItHas()
    {
        await using var hosted = await HostedTarget.StartAsync();
        var blob = await PushAsync(hosted);
        hosted.Host.Faults.On(RequestKind.BlobGet, Fault.CutAnswerAfter(200_000));
        hosted.Host.Faults.On(RequestKind.BlobGet, Fault.KnowsNoRanges(), nth: 2);

        Assert.Equal(Bytes(Text), await ReadAsync(hosted.Open(), blob));
    }

    [Fact]
    public async Task OpenAsync_OtherBytesAfterTheBreak_AreAMismatch()
    {
        await using var hosted = await HostedTarget.StartAsync();
        var blob = await PushAsync(hosted);
        hosted.Host.Faults.On(RequestKind.BlobGet, Fault.CutAnswerAfter(200_000));
        hosted.Host.Faults.On(RequestKind.BlobGet, Fault.WrongContent(), nth: 2);

        await Assert.ThrowsAsync<BlobMismatchException>(() => ReadAsync(hosted.Open(), blob));
    }

    [Fact]
    public async Task OpenAsync_AnotherPartThanAskedFor_IsAFaultOfTheRegistry()
    {
        await using var hosted = await HostedTarget.StartAsync();
        var blob = await PushAsync(hosted);
        hosted.Host.Faults.On(RequestKind.BlobGet, Fault.CutAnswerAfter(200_000));
        hosted.Host.Faults.On(RequestKind.BlobGet, Fault.Header("Content-Range", "bytes 5-9/10"), nth: 2);

        var fault = await Assert.ThrowsAsync<RegistryException>(() => ReadAsync(hosted.Open(), blob));

        Assert.Equal(RegistryFailure.Refused, fault.Failure);
    }

    [Fact]
    public async Task OpenAsync_NothingMoreComes_IsATemporaryFaultAfterThreeAttempts()
    {
        await using var hosted = await HostedTarget.StartAsync();
        var blob = await PushAsync(hosted);
        hosted.Host.Faults.OnEvery(RequestKind.BlobGet, Fault.CutAnswerAfter(0));

        var fault = await Assert.ThrowsAsync<RegistryException>(() => ReadAsync(hosted.Open(), blob));

        Assert.Equal(RegistryFailure.Temporary, fault.Failure);
        Assert.InRange(hosted.Host.Requests.CountOf(RequestKind.BlobGet), 1, 3);
    }

    private static async Task<Descriptor> PushAsync(HostedTarget hosted)
    {
        await PushLayerAsync(hosted.Open(), Text);
        return Layer(Text);
    }
}
