using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Sources;

/// <summary>A place where bindles live: a folder, an archive, a server's store, a live server, OCI.</summary>
/// <remarks>
/// Nothing that a source says is trusted: ids are compared with the invoice, bytes are hashed by who reads them. Safe
/// for use by several threads at once.
/// </remarks>
public interface IBindleSource : IAsyncDisposable
{
    /// <summary>What the source is, for messages: kind and path, no secret.</summary>
    string Description { get; }

    /// <summary>Lists everything there, one entry a bindle, damaged entries included.</summary>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The entries, in ordinal order of their place.</returns>
    /// <exception cref="BindleSourceException">The source itself cannot be read.</exception>
    IAsyncEnumerable<BindleEntry> ListAsync(CancellationToken cancellationToken);

    /// <summary>Opens one bindle; reads its invoice and no parcel.</summary>
    /// <param name="id">Which; null for the only one of a source that holds one.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The bindle, with findings when its invoice is faulty.</returns>
    /// <exception cref="BindleSourceException">There is no such bindle, or the source cannot be read.</exception>
    Task<BindlePackage> OpenAsync(BindleId? id, CancellationToken cancellationToken);
}
