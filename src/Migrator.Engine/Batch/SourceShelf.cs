using System.Collections.Immutable;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Engine.Batch.Planning;

namespace Migrator.Engine.Batch;

/// <summary>The sources of a batch: what apps share is opened once, what a glob or folder has for each app.</summary>
internal sealed class SourceShelf(ImmutableArray<BatchSource> sources, BatchPlaces places) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly IBindleSource?[] _open = new IBindleSource?[sources.Length];

    // Looked at once, and not again for every app: a folder can have many thousands.
    private readonly Lazy<ImmutableHashSet<BatchSource>> _foldersOfBindles = new(() =>
    [
        .. sources.Where(source =>
            source.Kind == BatchSourceKind.Folder && FolderOfBindles.Is(places.PathOf(source.Location))),
    ]);

    /// <summary>Opens the source of an app.</summary>
    /// <param name="source">Which source, from 0.</param>
    /// <param name="place">The app's place, which matters for globs and folders of bindles.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="BindleSourceException">It cannot be opened.</exception>
    public async Task<IBindleSource> OpenAsync(int source, string place, CancellationToken cancellationToken)
    {
        if (sources[source].Kind == BatchSourceKind.Glob || IsFolderOfBindles(sources[source]))
        {
            return await BindleSources.OpenAsync(place, places.Sources, cancellationToken).ConfigureAwait(false);
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _open[source] ??= await OpenAsync(sources[source], "", cancellationToken).ConfigureAwait(false);
            return new KeptOpenSource(_open[source]!);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The paths that a source is made of, a bindle each; null when it is opened as a whole.</summary>
    public IEnumerable<string>? PathsOf(BatchSource source) => source.Kind == BatchSourceKind.Glob
        ? GlobPaths.Find(places.PathOf(source.Location))
        : IsFolderOfBindles(source) ? FolderOfBindles.Find(places.PathOf(source.Location)) : null;

    /// <summary>Opens a source by itself, to be listed.</summary>
    /// <exception cref="BindleSourceException">It cannot be opened.</exception>
    public Task<IBindleSource> OpenAsync(BatchSource source, string query, CancellationToken cancellationToken)
    {
        if (source.Kind != BatchSourceKind.Server)
        {
            return BindleSources.OpenAsync(places.PathOf(source.Location), places.Sources, cancellationToken);
        }

        var address = BindleServerAddress.Parse(source.Location);
        return places.OpenServer is { } open
            ? open(address, query, cancellationToken)
            : throw new BindleSourceException(
                address.ToString(), $"Bindle server {address} is out of reach: nobody says how servers are opened.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _open.OfType<IBindleSource>())
        {
            await source.DisposeAsync().ConfigureAwait(false);
        }

        _gate.Dispose();
    }

    private bool IsFolderOfBindles(BatchSource source) => _foldersOfBindles.Value.Contains(source);
}
