using Microsoft.Extensions.Time.Testing;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>Who waits for the source of a blob does not wait for the registry (spec/oci-peers.md 6c, row 16).</summary>
public sealed class SlowSourceTest
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(90);
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task PushBlobAsync_SourceWaitsLongerThanARegistryMay_IsPushedInOneGo()
    {
        await using var hosted = await HostedTarget.StartAsync(
            connection: new RegistryConnection { IdleTimeout = Idle, Time = _clock });

        var result = await hosted.Open().PushBlobAsync(
            Layer("late"), _ => ValueTask.FromResult<Stream>(new LateStream(_clock, "late")), CancellationToken.None);

        Assert.Equal(PushResult.Pushed, result);
        Assert.Equal(1, hosted.Host.Requests.CountOf(RequestKind.UploadPut));
    }

    /// <summary>The answer after the source's last byte is the registry's to give.</summary>
    [Fact]
    public async Task PushBlobAsync_RegistryIsSilentAfterALateSource_IsAStall()
    {
        await using var hosted = await HostedTarget.StartAsync(
            connection: new RegistryConnection { IdleTimeout = Idle, Time = _clock });
        var gate = new FaultGate();
        hosted.Host.Faults.OnEvery(RequestKind.UploadPut, Fault.TakeThenHang(gate));
        hosted.Host.Faults.OnEvery(RequestKind.BlobHead, Fault.Status(503));

        var push = hosted.Open().PushBlobAsync(
            Layer("late"), _ => ValueTask.FromResult<Stream>(new LateStream(_clock, "late")), CancellationToken.None);
        while (!push.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var fault = await Assert.ThrowsAsync<RegistryException>(() => push);
        gate.Release();
        Assert.Contains("nothing moved for 90 seconds", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Gives its bytes one by one, and each takes ten minutes.</summary>
    private sealed class LateStream(FakeTimeProvider clock, string text) : MemoryStream(Bytes(text))
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            clock.Advance(TimeSpan.FromMinutes(10));
            return base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
        }
    }
}
