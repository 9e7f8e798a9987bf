using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources.Disk;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Archive;

/// <summary>
/// A standalone <c>.tar.gz</c>, unpacked once, within limits, into a spool (spec/bindle.md 9.3, 10.5).
/// </summary>
internal sealed class StandaloneArchiveSource : InventorySource
{
    private const int BufferSize = 128 * 1024;
    private readonly ScannedArchive _scan;
    private readonly ParcelSpool _spool;

    private StandaloneArchiveSource(string path, ScannedArchive scan, ParcelSpool spool)
        : base(path, "standalone archive")
    {
        _scan = scan;
        _spool = spool;
    }

    /// <summary>Reads an archive to its end.</summary>
    /// <param name="path">The file; its first bytes are gzip's.</param>
    /// <param name="options">The limits.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The source; what is wrong with the archive comes as findings of its only bindle.</returns>
    /// <exception cref="BindleSourceException">The temporary folder cannot be written.</exception>
    /// <exception cref="IOException">The archive cannot be read.</exception>
    public static async Task<StandaloneArchiveSource> OpenAsync(
        string path, BindleSourceOptions options, CancellationToken cancellationToken)
    {
        var spool = ParcelSpool.Create(options.TempFolder ?? Path.GetDirectoryName(path)!);
        try
        {
            var packed = new BufferedStream(DiskEntry.Look(path).Open(path), BufferSize);
            var scan = await new ArchiveScan(options, spool).RunAsync(packed, cancellationToken).ConfigureAwait(false);
            return new StandaloneArchiveSource(path, scan, spool);
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _spool.Dispose();
        return base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Places() => [""];

    /// <inheritdoc/>
    protected override string? PlaceOf(BindleId id) => "";

    /// <inheritdoc/>
    protected override Task<LoadedInvoice> LoadAsync(string place, CancellationToken cancellationToken) =>
        Task.FromResult(_scan.Loaded);

    /// <inheritdoc/>
    protected override BindlePackage Pack(string place, LoadedInvoice loaded)
    {
        var complete = loaded.With(_scan.Contents);
        var parcels = new SpooledParcels(Root, _spool, _scan.Parcels);
        return BindlePackage.Create(Root, complete.Bytes, complete.Reading, parcels);
    }
}
