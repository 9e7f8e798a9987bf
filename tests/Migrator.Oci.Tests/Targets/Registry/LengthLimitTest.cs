using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>
/// A proxy before a registry that bounds the length of each request, as nginx does by itself at 1 MiB
/// (spec/oci-peers.md 6c, row 9).
/// </summary>
public sealed class LengthLimitTest
{
    private const int Limit = 1024 * 1024;
    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<string> Registries => ["distribution-2.8", "distribution-3", "zot", "harbor", "acr"];

    [Theory]
    [MemberData(nameof(Registries))]
    public async Task PushBlobAsync_LongerThanARequestMayBe_GoesInChunks(string registry)
    {
        await using var hosted = await HostedTarget.StartAsync(
            RegistryPersonalities.Named(registry) with { MaxBody = Limit });
        var target = hosted.Open();

        Assert.Equal(PushResult.Pushed, await PushAsync(target, 3 * Limit, 1));

        Assert.All(hosted.Host.Requests.All, request => Assert.InRange(request.BodyBytes, 0, Limit));
        Assert.Equal(0, hosted.Host.OpenSessions);
        hosted.Host.Requests.Clear();

        // What was learned holds for all that is as long, and what is shorter than the limit still goes whole.
        Assert.Equal(PushResult.Pushed, await PushAsync(target, 3 * Limit, 2));
        Assert.Equal(PushResult.Pushed, await PushAsync(target, Limit, 3));
        Assert.DoesNotContain(hosted.Host.Requests.All, request => request.Status == 413);
        Assert.Equal(
            [0, Limit], hosted.Host.Requests.Of(RequestKind.UploadPut).Select(request => request.BodyBytes));
    }

    /// <summary>Another way is no second try.</summary>
    [Fact]
    public async Task PushBlobAsync_NoSecondTryIsAllowed_StillGoesInChunks()
    {
        await using var hosted = await HostedTarget.StartAsync(
            RegistryPersonalities.Distribution3 with { MaxBody = Limit });
        using var handler = RegistryHandlers.Create(new RegistryConnection());
        using var client = new RegistryClient(new RegistryOptions { Handler = handler, BlobAttempts = 1 });

        Assert.Equal(PushResult.Pushed, await PushAsync(client.Open(hosted.Reference()), 3 * Limit, 1));
    }

    [Fact]
    public async Task PushBlobAsync_NoChunksAreTaken_SaysWhatToDoAfterOneRequest()
    {
        await using var hosted = await HostedTarget.StartAsync(
            RegistryPersonalities.Distribution3 with { MaxBody = Limit }, RegistryProfile.Gar);

        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushAsync(hosted.Open(), 3 * Limit, 1));

        Assert.Equal(RegistryFailure.Refused, fault.Failure);
        Assert.Contains("client_max_body_size", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, hosted.Host.Requests.CountOf(RequestKind.UploadPut));
        Assert.Equal(0, hosted.Host.OpenSessions);
    }

    // Nobody said that it is a registry that takes no chunks: it is learned, and the refusal that counts is told.
    [Fact]
    public async Task PushBlobAsync_ChunksAreRefusedAsWell_SaysWhatToDoAboutTheLength()
    {
        await using var hosted = await HostedTarget.StartAsync(
            RegistryPersonalities.Gar with { MaxBody = Limit });

        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushAsync(hosted.Open(), 3 * Limit, 1));

        Assert.Contains("client_max_body_size", fault.Message, StringComparison.Ordinal);
        Assert.Equal(2, hosted.Host.Requests.CountOf(RequestKind.UploadPut));
        Assert.Equal(0, hosted.Host.OpenSessions);
    }

    [Fact]
    public async Task PushBlobAsync_NotEvenTheShortestChunkIsTaken_EndsAndSaysWhatToDo()
    {
        await using var hosted = await HostedTarget.StartAsync(
            RegistryPersonalities.Distribution3 with { MaxBody = 1000 });

        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushAsync(hosted.Open(), Limit, 1));

        Assert.Contains("client_max_body_size", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, hosted.Host.Requests.CountOf(RequestKind.UploadPut));
        Assert.InRange(hosted.Host.Requests.CountOf(RequestKind.UploadPatch), 1, 5);
        Assert.Equal(0, hosted.Host.OpenSessions);
    }

    [Fact]
    public async Task PushBlobAsync_QuotaIsTold_IsNotTriedInChunks()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.UploadPut, Fault.Status(413, "DENIED", "the quota is exceeded"));

        await Assert.ThrowsAsync<RegistryException>(() => PushAsync(hosted.Open(), 3 * Limit, 1));

        Assert.Equal(0, hosted.Host.Requests.CountOf(RequestKind.UploadPatch));
    }

    private static Task<PushResult> PushAsync(RegistryTarget target, int size, byte content)
    {
        var bytes = new byte[size];
        Array.Fill(bytes, content);
        return target.PushBlobAsync(Descriptor.Of(LayerType, bytes), Opener(bytes), None);
    }
}
