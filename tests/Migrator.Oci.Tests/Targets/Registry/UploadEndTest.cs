using Microsoft.Extensions.Time.Testing;
using Migrator.Oci.References;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>Uploads that are not tried again: stopped, not taken, or stored as something else.</summary>
public sealed class UploadEndTest
{
    [Fact]
    public async Task PushBlobAsync_ManyStoppedWhileTheirSessionsOpen_LeavesNoneOpen()
    {
        await using var hosted = await HostedTarget.StartAsync();
        var gate = new FaultGate();
        using var stop = new CancellationTokenSource();
        var target = hosted.Open();

        // Until the registry has answered once, only one request is under way.
        await PushLayerAsync(target, "first");
        hosted.Host.Requests.Clear();
        hosted.Host.Faults.OnEvery(RequestKind.UploadPost, Fault.DoneThenHang(gate));
        var pushes = Enumerable.Range(0, 4).Select(number =>
        {
            var text = $"blob {number}";
            return target.PushBlobAsync(Layer(text), Opener(Bytes(text)), stop.Token);
        }).ToList();
        await hosted.Host.Requests.WaitForAsync(RequestKind.UploadPost, 4);
        await gate.Entered;

        await stop.CancelAsync();
        gate.Release();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(pushes));
        Assert.Equal(0, hosted.Host.OpenSessions);
        Assert.Equal(4, hosted.Host.Requests.CountOf(RequestKind.UploadDelete));
    }

    /// <summary>No clock moves here: what waits to be sent needs no patience.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PushBlobAsync_StoppedWhileItWaitsToBeSent_EndsAtOnce(bool isHeldBackFirst)
    {
        using var stop = new CancellationTokenSource();
        using var handler = new HoldingHandler(stop, isHeldBackFirst);
        using var client = new RegistryClient(new RegistryOptions { Handler = handler, Time = new FakeTimeProvider() });
        await using var target = client.Open(new RegistryReference("registry.example", "a/b"));

        var push = target.PushBlobAsync(Layer("a"), Opener(Bytes("a")), stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => push.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData(413, "SIZE_INVALID")]
    [InlineData(403, "DIGEST_INVALID")]
    [InlineData(507, "BLOB_UPLOAD_INVALID")]
    public async Task PushBlobAsync_BlobIsNotTaken_IsNotSentAgainWhateverTheCode(int status, string code)
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.UploadPut, Fault.Status(status, code, "no"));

        await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));

        Assert.Equal(1, hosted.Host.Requests.CountOf(RequestKind.UploadPut));
        Assert.Equal(0, hosted.Host.OpenSessions);
    }

    [Fact]
    public async Task PushBlobAsync_RegistryStoredAnotherDigest_IsAMismatchOfTheTarget()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.On(RequestKind.UploadPut, Fault.WrongDigest());

        var mismatch = await Assert.ThrowsAsync<BlobMismatchException>(() => PushLayerAsync(hosted.Open(), "a"));

        Assert.True(mismatch.IsOfTarget);
        Assert.Contains("has stored sha256:000", mismatch.Message, StringComparison.Ordinal);
    }

    /// <summary>Keeps every request back until it is stopped, and stops the caller before or after that.</summary>
    private sealed class HoldingHandler(CancellationTokenSource stop, bool isHeldBackFirst) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.True(request.Options.TryGetValue(RegistryRequestKeys.HeldBack, out var holdBack));
            if (isHeldBackFirst)
            {
                holdBack(true);
            }

            await stop.CancelAsync();
            holdBack(true);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException("It was stopped.");
        }
    }
}
