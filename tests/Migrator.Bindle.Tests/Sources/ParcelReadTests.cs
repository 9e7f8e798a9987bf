using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Archive;
using Migrator.Bindle.Verification;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Sources;

/// <summary>Disks that fail while a parcel is read or unpacked: a failure of the place, named as such.</summary>
public sealed class ParcelReadTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly SmallBindle _bindle = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Open_DiskFailsWhileReading_IsTheSourcesFailure()
    {
        var package = Package();

        var failure = await Assert.ThrowsAsync<BindleSourceException>(
            () => package.ReadParcelAsync(_bindle.DigestOf(0)));

        Assert.Contains("bad sector", failure.Message, StringComparison.Ordinal);
        Assert.Contains(_bindle.DigestOf(0), failure.Message, StringComparison.Ordinal);
        Assert.Equal(SourceFailure.Unusable, failure.Failure);
        await using var stream = await package.OpenParcelAsync(_bindle.DigestOf(0), default);
        Assert.Throws<BindleSourceException>(() => stream.ReadByte());
    }

    [Fact]
    public async Task ReadParcel_DiskFailsWhileReading_IsTheSourcesFailure()
    {
        var bindle = (await BindleVerifier.VerifyAsync(Package(), new VerificationPolicy(), default)).Bindle!;

        await Assert.ThrowsAsync<BindleSourceException>(
            () => bindle.ReadParcelAsync(bindle.Invoice.Parcels[0].Label, 100, default));
    }

    [Fact]
    public async Task Append_FullDisk_NamesTheFolderAndMayPass()
    {
        // The device takes no byte and says what a full disk says.
        var device = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.ReadWrite);
        using var spool = new ParcelSpool(device, "/spool/small");

        var failure = await Assert.ThrowsAsync<BindleSourceException>(
            async () => await spool.AppendAsync(new byte[10], default));

        Assert.Equal(SourceFailure.Temporary, failure.Failure);
        Assert.Contains("/spool/small", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, spool.Length);
    }

    [Fact]
    public async Task Open_ArchiveWithoutATempFolder_UnpacksBesideItAndLeavesNothing()
    {
        var path = _temp.Combine("bindle.tar.gz");
        await File.WriteAllBytesAsync(path, _bindle.Tar().Pack());

        await using (var source = await BindleSources.OpenAsync(path, new BindleSourceOptions(), default))
        {
            await (await source.OpenAsync(null, default)).AssertWholeAsync(_bindle);
        }

        Assert.Equal([path], Directory.EnumerateFileSystemEntries(_temp.Path));
    }

    private BindlePackage Package()
    {
        var reading = InvoiceToml.Read(_bindle.Invoice, "invoice.toml");
        return BindlePackage.Create("here", _bindle.Invoice, reading, new BrokenStore());
    }

    private sealed class BrokenStore : IParcelStore
    {
        public ValueTask<ParcelPresence> ProbeAsync(string sha256, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new ParcelPresence(null, null));

        public ValueTask<Stream> OpenAsync(string sha256, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Stream>(new BrokenStream());
    }

    private sealed class BrokenStream() : MemoryStream([])
    {
        public override int Read(Span<byte> buffer) => throw new IOException("bad sector");

        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("bad sector");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("bad sector");
    }
}
