using System.Collections.Concurrent;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>Uploads that are kept, and go on in another process (spec/oci-peers.md 6c, rows 3, 4 and 42).</summary>
public sealed class KeptUploadTest
{
    private const int Chunk = 256 * 1024;
    private const int Half = Chunk / 2;
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly byte[] Long = MakeLong();
    private static readonly Descriptor LongBlob = Descriptor.Of(LayerType, Long);
    private readonly ConcurrentDictionary<UploadName, KeptUpload> _kept = new();
    private readonly List<long> _offsets = [];

    [Fact]
    public async Task PushBlobAsync_LongBlob_IsKeptChunkByChunkAndThenForgotten()
    {
        await using var hosted = await StartAsync();

        Assert.Equal(PushResult.Pushed, await hosted.Open().PushBlobAsync(LongBlob, Opener(Long), None));

        Assert.Equal([0, Chunk, 2 * Chunk, 3 * Chunk, Long.Length], _offsets);
        Assert.Empty(_kept);
        Assert.Equal(
            "UploadPost 1, UploadPatch 4, UploadPut 1", hosted.Host.Requests.Summary());
    }

    [Fact]
    public async Task PushBlobAsync_BlobOfOneChunk_IsSentWholeAndNotKept()
    {
        await using var hosted = await StartAsync();
        var bytes = Long[..Chunk];

        await hosted.Open().PushBlobAsync(Descriptor.Of(LayerType, bytes), Opener(bytes), None);

        Assert.Equal("UploadPost 1, UploadPut 1", hosted.Host.Requests.Summary());
        Assert.Empty(_offsets);
    }

    [Theory]
    [InlineData("distribution-3", 1_000_000 - (2 * Chunk) - Half)]
    [InlineData("distribution-2.8", 1_000_000)]
    [InlineData("zot", 1_000_000)]
    public async Task PushBlobAsync_StoppedWithinAChunk_GoesOnWhereTheRegistryCan(string personality, long sent)
    {
        await using var hosted = await StartAsync(RegistryPersonalities.Named(personality));
        var gate = new FaultGate();
        hosted.Host.Faults.On(RequestKind.UploadPatch, Fault.HangUploadAfter(Half, gate), nth: 3);
        await StopAsync(hosted, gate);
        Assert.Single(_kept);
        hosted.Host.Requests.Clear();

        await PushAsync(hosted);

        Assert.Equal(sent, BytesOf(hosted));
    }

    [Fact]
    public async Task PushBlobAsync_StoppedBetweenChunks_GoesOnEvenWhereABrokenChunkEndsTheSession()
    {
        await using var hosted = await StartAsync(RegistryPersonalities.Distribution28);
        var gate = new FaultGate();
        hosted.Host.Faults.On(RequestKind.UploadPatch, Fault.Hang(gate), nth: 3);
        await StopAsync(hosted, gate);
        hosted.Host.Requests.Clear();

        await PushAsync(hosted);

        Assert.Equal(Long.Length - (2 * Chunk), BytesOf(hosted));
        Assert.Equal("UploadPatch 2, UploadPut 1, UploadGet 1", hosted.Host.Requests.Summary());
    }

    [Fact]
    public async Task PushBlobAsync_SessionIsGone_BeginsAgain()
    {
        await using var hosted = await StartAsync();
        await StopBetweenChunksAsync(hosted);
        hosted.Host.Faults.On(RequestKind.UploadGet, Fault.SessionExpired());

        await PushAsync(hosted);

        Assert.Empty(_kept);
    }

    [Fact]
    public async Task PushBlobAsync_OtherBytesThanBefore_AreNotCommitted()
    {
        await using var hosted = await StartAsync();
        await StopBetweenChunksAsync(hosted);
        byte[] other = [(byte)~Long[0], .. Long[1..]];

        await Assert.ThrowsAsync<BlobMismatchException>(
            () => hosted.Open().PushBlobAsync(LongBlob, Opener(other), None));

        Assert.Empty(hosted.Host.Repository("team/app").Blobs);
        Assert.Equal(0, hosted.Host.OpenSessions);
    }

    [Fact]
    public async Task PushBlobAsync_PlaceAtAnotherHost_IsNotAsked()
    {
        await using var hosted = await StartAsync();
        await using var other = await RegistryHost.StartAsync();
        _kept[NameOf(hosted)] = new KeptUpload(new Uri(other.Address, "v2/team/app/blobs/uploads/x"), Chunk);

        await PushAsync(hosted);

        Assert.Equal(0, other.Requests.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task PushBlobAsync_RegistryThatTakesNoChunks_IsSentWhole(int nth)
    {
        await using var hosted = await StartAsync();
        hosted.Host.Faults.On(RequestKind.UploadPatch, Fault.Status(405, "UNSUPPORTED"), nth);

        await PushAsync(hosted);

        Assert.Equal(nth, hosted.Host.Requests.CountOf(RequestKind.UploadPatch));
        Assert.Equal(Long.Length, hosted.Host.Requests.Of(RequestKind.UploadPut).Sum(request => request.BodyBytes));
    }

    private Task<HostedTarget> StartAsync(RegistryPersonality? personality = null) => HostedTarget.StartAsync(
        personality,
        RegistryProfile.Generic with { ChunkBytes = Chunk, MinChunkBytes = 16 * 1024 },
        uploads: new KeptUploads(_kept.GetValueOrDefault, KeepAsync, ForgetAsync));

    private Task KeepAsync(UploadName name, KeptUpload upload)
    {
        _offsets.Add(upload.Offset);
        _kept[name] = upload;
        return Task.CompletedTask;
    }

    private Task ForgetAsync(UploadName name)
    {
        _kept.TryRemove(name, out _);
        return Task.CompletedTask;
    }

    private Task StopBetweenChunksAsync(HostedTarget hosted)
    {
        var gate = new FaultGate();
        hosted.Host.Faults.On(RequestKind.UploadPatch, Fault.Hang(gate), nth: 3);
        return StopAsync(hosted, gate);
    }

    /// <summary>Pushes, and stops when a request waits at the gate.</summary>
    private static async Task StopAsync(HostedTarget hosted, FaultGate gate)
    {
        using var stop = new CancellationTokenSource();
        var push = hosted.Open().PushBlobAsync(LongBlob, Opener(Long), stop.Token);
        await gate.Entered;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => push);
        Assert.Equal(0, hosted.Host.Requests.CountOf(RequestKind.UploadDelete));
    }

    private static async Task PushAsync(HostedTarget hosted)
    {
        await hosted.Open().PushBlobAsync(LongBlob, Opener(Long), None);
        var stored = hosted.Host.Repository("team/app").Blobs.Values;
        Assert.Contains(stored, blob => blob.Digest == LongBlob.Digest.ToString() && blob.Size == Long.Length);
    }

    private static long BytesOf(HostedTarget hosted) => hosted.Host.Requests.All
        .Where(request => request.Kind is RequestKind.UploadPatch or RequestKind.UploadPut)
        .Sum(request => request.BodyBytes);

    private static UploadName NameOf(HostedTarget hosted) => new($"{hosted.Host.Host}/team/app", LongBlob.Digest);

    private static byte[] MakeLong()
    {
        var bytes = new byte[1_000_000];
        new Random(5).NextBytes(bytes);
        return bytes;
    }
}
