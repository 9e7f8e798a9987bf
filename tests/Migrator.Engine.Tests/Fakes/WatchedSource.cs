using System.Collections.Concurrent;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;

namespace Migrator.Engine.Tests.Fakes;

/// <summary>A source that keeps account of the parcels that are opened.</summary>
internal sealed class WatchedSource(IBindleSource inner) : IBindleSource
{
    /// <summary>The digests of the parcels that were opened, in order.</summary>
    public ConcurrentQueue<string> Opened { get; } = new();

    public string Description => inner.Description;

    public IAsyncEnumerable<BindleEntry> ListAsync(CancellationToken cancellationToken) =>
        inner.ListAsync(cancellationToken);

    public async Task<BindlePackage> OpenAsync(BindleId? id, CancellationToken cancellationToken)
    {
        var package = await inner.OpenAsync(id, cancellationToken);
        return BindlePackage.Create(
            package.Place,
            package.InvoiceBytes,
            new InvoiceReading(package.Invoice, package.Findings),
            new WatchedParcels(package, Opened));
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private sealed class WatchedParcels(BindlePackage package, ConcurrentQueue<string> opened) : IParcelStore
    {
        public ValueTask<ParcelPresence> ProbeAsync(string sha256, CancellationToken cancellationToken) =>
            package.ProbeParcelAsync(sha256, cancellationToken);

        public ValueTask<Stream> OpenAsync(string sha256, CancellationToken cancellationToken)
        {
            opened.Enqueue(sha256);
            return package.OpenParcelAsync(sha256, cancellationToken);
        }
    }
}
