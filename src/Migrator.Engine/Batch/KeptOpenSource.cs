using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;

namespace Migrator.Engine.Batch;

/// <summary>A source that many apps share: all calls go through, but the app's job does not close it.</summary>
internal sealed class KeptOpenSource(IBindleSource inner) : IBindleSource
{
    public string Description => inner.Description;

    public IAsyncEnumerable<BindleEntry> ListAsync(CancellationToken cancellationToken) =>
        inner.ListAsync(cancellationToken);

    public Task<BindlePackage> OpenAsync(BindleId? id, CancellationToken cancellationToken) =>
        inner.OpenAsync(id, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
