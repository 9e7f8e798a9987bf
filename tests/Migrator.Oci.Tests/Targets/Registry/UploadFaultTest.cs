using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>
/// What uploads do when something breaks (spec/oci-peers.md 6c, rows 2 to 9, 14, 17, 18, 23, 24 and 34).
/// </summary>
public sealed class UploadFaultTest
{
    private const int Chunk = 256 * 1024;
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly byte[] Long = MakeLong();
    private static readonly Descriptor LongBlob = Descriptor.Of(LayerType, Long);

    private static readonly RegistryProfile SmallChunks =
        RegistryProfile.Generic with { ChunkBytes = Chunk, MinChunkBytes = 16 * 1024 };

    [Fact]
    public async Task PushBlobAsync_PutCutOnce_IsSentWholeOnceMore()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.On(RequestKind.UploadPut, Fault.CutUploadAfter(100_000));
        await PushLongAsync(hosted);
        Assert.Equal(2, hosted.Host.Requests.CountOf(RequestKind.UploadPost));
        Assert.Equal(2, hosted.Host.Requests.CountOf(RequestKind.UploadPut));
        Assert.Equal(0, hosted.Host.Requests.CountOf(RequestKind.UploadPatch));
    }

    [Fact]
    public async Task PushBlobAsync_PutCutTwice_GoesOnInChunks()
    {
        await using var hosted = await HostedTarget.StartAsync(profile: SmallChunks);
        CutPuts(hosted);
        await PushLongAsync(hosted);
        Assert.Equal(4, hosted.Host.Requests.CountOf(RequestKind.UploadPatch));
    }

    [Fact]
    public async Task PushBlobAsync_PatchCut_GoesOnFromWhatTheRegistryHas()
    {
        await using var hosted = await HostedTarget.StartAsync(profile: SmallChunks);
        CutPuts(hosted);
        hosted.Host.Faults.On(RequestKind.UploadPatch, Fault.CutUploadAfter(65_536), nth: 2);
        await PushLongAsync(hosted);
        Assert.Equal(1, hosted.Host.Requests.CountOf(RequestKind.UploadGet));
        Assert.True(
            hosted.Host.Requests.Of(RequestKind.UploadPatch).Sum(request => request.BodyBytes) <= Long.Length + Chunk,
            hosted.Host.Requests.ToString());
        Assert.Equal(3, hosted.Host.Requests.CountOf(RequestKind.UploadPost));
    }

    [Theory]
    [InlineData("distribution-2.8")]
    [InlineData("zot")]
    public async Task PushBlobAsync_PatchCutWhereTheSessionEndsWithIt_BeginsAgain(string personality)
    {
        await using var hosted = await HostedTarget.StartAsync(RegistryPersonalities.Named(personality), SmallChunks);
        CutPuts(hosted);
        hosted.Host.Faults.On(RequestKind.UploadPatch, Fault.CutUploadAfter(65_536), nth: 2);
        await PushLongAsync(hosted);
        Assert.Equal(4, hosted.Host.Requests.CountOf(RequestKind.UploadPost));
    }

    [Fact]
    public async Task PushBlobAsync_StatusSaysZeroToZero_BeginsAgainAtZero()
    {
        await using var hosted = await HostedTarget.StartAsync(profile: SmallChunks);
        CutPuts(hosted);
        hosted.Host.Faults.On(RequestKind.UploadPatch, Fault.Cut());
        await PushLongAsync(hosted);
        Assert.DoesNotContain(
            hosted.Host.Requests.Of(RequestKind.UploadPatch),
            request => request.Headers["Content-Range"].StartsWith("1-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PushBlobAsync_RegistryThatAppends_EndsWithTheRightBlob()
    {
        var appends = RegistryPersonalities.Distribution3 with { Chunks = ChunkRule.Appends };
        await using var hosted = await HostedTarget.StartAsync(appends, SmallChunks);
        CutPuts(hosted);
        hosted.Host.Faults.On(RequestKind.UploadPatch, Fault.KeepsOnly(1000));
        hosted.Host.Faults.On(RequestKind.UploadPatch, Fault.AcknowledgesOffset(Chunk));
        await PushLongAsync(hosted);
    }

    [Fact]
    public async Task PushBlobAsync_SmallerRangeAcknowledged_GoesOnFromThere()
    {
        await using var hosted = await HostedTarget.StartAsync(profile: SmallChunks);
        CutPuts(hosted);
        hosted.Host.Faults.On(RequestKind.UploadPatch, Fault.KeepsOnly(100_000));
        await PushLongAsync(hosted);
        Assert.Equal(3, hosted.Host.Requests.CountOf(RequestKind.UploadPost));
        Assert.StartsWith(
            "100000-",
            hosted.Host.Requests.Of(RequestKind.UploadPatch)[1].Headers["Content-Range"],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task PushBlobAsync_ChunkTooLong_IsHalvedAndStaysSo()
    {
        var strict = RegistryPersonalities.Distribution3 with { MaxChunk = 100_000 };
        await using var hosted = await HostedTarget.StartAsync(strict, SmallChunks);
        CutPuts(hosted);
        await PushLongAsync(hosted);
        var lengths = hosted.Host.Requests.Of(RequestKind.UploadPatch)
            .Select(request => request.ContentLength).ToList();
        Assert.Equal([Chunk, Chunk / 2, Chunk / 4], lengths.Take(3).Select(length => (int)length!));
        Assert.All(lengths.Skip(2), length => Assert.True(length <= Chunk / 4));
    }

    [Fact]
    public async Task PushBlobAsync_RegistryWantsLongChunks_GetsThem()
    {
        var strict = RegistryPersonalities.Distribution3 with { MinChunk = 400_000, SaysMinChunk = true };
        await using var hosted = await HostedTarget.StartAsync(strict, SmallChunks);
        CutPuts(hosted);
        await PushLongAsync(hosted);
        Assert.Equal(400_000, hosted.Host.Requests.Of(RequestKind.UploadPatch)[0].ContentLength);
    }

    [Fact]
    public async Task PushBlobAsync_EcrAnswersChunksWithCreated_IsPushed()
    {
        var ecr = RegistryPersonalities.Ecr with { MinChunk = 0 };
        await using var hosted = await HostedTarget.StartAsync(ecr, RegistryProfile.Ecr with { ChunkBytes = Chunk });
        hosted.Host.Repository("team/app");
        CutPuts(hosted);
        await PushLongAsync(hosted);
    }

    [Fact]
    public async Task PushBlobAsync_RegistryWithoutChunks_IsSentWholeEachTime()
    {
        await using var hosted = await HostedTarget.StartAsync(RegistryPersonalities.Gar, RegistryProfile.Gar);
        CutPuts(hosted);
        await PushLongAsync(hosted);
        Assert.Equal(3, hosted.Host.Requests.CountOf(RequestKind.UploadPut));
        Assert.All(
            hosted.Host.Requests.All.Where(request => request.Host == hosted.Host.StorageHost),
            request => Assert.False(request.HasAuthorization));
    }

    [Fact]
    public async Task PushBlobAsync_CommitSaysErrorButIsDone_IsNotSentAgain()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.On(RequestKind.UploadPut, Fault.DoneButSays(500));
        await PushLongAsync(hosted);
        Assert.Equal(
            [RequestKind.UploadPost, RequestKind.UploadPut, RequestKind.BlobHead], hosted.Take().Take(3));
    }

    [Fact]
    public async Task PushBlobAsync_CommitIsNeverAnswered_IsLookedForAfterTheIdleTime()
    {
        await using var hosted = await HostedTarget.StartAsync(
            connection: new RegistryConnection { IdleTimeout = TimeSpan.FromSeconds(1) });
        var gate = new FaultGate();
        hosted.Host.Faults.On(RequestKind.UploadPut, Fault.DoneThenHang(gate));
        await PushLongAsync(hosted);
        gate.Release();
        Assert.Equal(1, hosted.Host.Requests.CountOf(RequestKind.UploadPut));
    }

    [Fact]
    public async Task PushBlobAsync_SessionExpires_BeginsAgain()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.On(RequestKind.UploadPut, Fault.SessionExpired());
        await PushLongAsync(hosted);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(405)]
    [InlineData(500)]
    public async Task PushBlobAsync_MountIsRefused_IsSentAndNoMountIsTriedAgain(int status)
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.On(RequestKind.UploadPost, Fault.Status(status, "DENIED"));
        await PushLongAsync(hosted);
        await PushLayerAsync(hosted.Open(), "next");
        Assert.Equal(["blobs are not mounted there, they are sent"], hosted.Warnings);
        Assert.Equal([true, false, false], hosted.Host.Requests.Of(RequestKind.UploadPost)
            .Select(request => request.Query.Contains("mount", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task PushBlobAsync_EverythingFails_StopsAfterTheAttemptsAndCancelsEachSession()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.UploadPut, Fault.Status(503, "UNAVAILABLE", "in maintenance"));
        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));
        Assert.Equal(RegistryFailure.Temporary, fault.Failure);
        Assert.Contains("UNAVAILABLE: in maintenance", fault.Message, StringComparison.Ordinal);
        Assert.Equal(5, hosted.Host.Requests.CountOf(RequestKind.UploadDelete));
        Assert.Equal(0, hosted.Host.OpenSessions);
    }

    [Fact]
    public async Task PushBlobAsync_WrongBytes_AreNotCommittedAndTheSessionIsCancelled()
    {
        await using var hosted = await HostedTarget.StartAsync();
        await Assert.ThrowsAsync<BlobMismatchException>(
            () => hosted.Open().PushBlobAsync(LongBlob, Opener(new byte[Long.Length]), None));
        Assert.Empty(hosted.Host.Repository("team/app").Blobs);
        Assert.Equal(0, hosted.Host.OpenSessions);
    }

    [Fact]
    public async Task PushBlobAsync_LocationAtAnUnknownHost_SendsNothingThere()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.On(RequestKind.UploadPost, Fault.Location("http://elsewhere.example/upload"));
        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));
        Assert.Contains("elsewhere.example", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, hosted.Host.Requests.CountOf(RequestKind.UploadPut));
    }

    [Fact]
    public async Task PushManifestAsync_BlobLostMeanwhile_IsSentAgain()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.On(RequestKind.UploadPut, Fault.SaysCreated());
        var target = hosted.Open();
        await PushImageAsync(target, "t", "a", "b");
        Assert.Empty(hosted.Host.IncompleteTags());
        Assert.Equal(Bytes("a"), await ReadAsync(target, Layer("a")));
    }

    private static void CutPuts(HostedTarget hosted) =>
        hosted.Host.Faults.OnFirst(RequestKind.UploadPut, 2, Fault.CutUploadAfter(50_000));

    private static async Task PushLongAsync(HostedTarget hosted)
    {
        var target = hosted.Open();
        Assert.Equal(PushResult.Pushed, await target.PushBlobAsync(LongBlob, Opener(Long), None));
        Assert.Equal(0, hosted.Host.OpenSessions);
        var stored = hosted.Host.Repositories.SelectMany(name => hosted.Host.Repository(name).Blobs.Values);
        Assert.Contains(stored, blob => blob.Digest == LongBlob.Digest.ToString() && blob.Size == Long.Length);
    }

    private static byte[] MakeLong()
    {
        var bytes = new byte[1_000_000];
        new Random(4).NextBytes(bytes);
        return bytes;
    }
}
