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
    private readonly ImmutableArray<Lazy<bool>> _areFoldersOfBindles =
    [
        .. sources.Select(source => new Lazy<bool>(() =>
            source.Kind == BatchSourceKind.Folder && FolderOfBindles.Is(places.PathOf(source.Location)))),
    ];

    /// <summary>Opens the source of an app.</summary>
    /// <param name="source">Which source, from 0.</param>
    /// <param name="place">The app's place, which matters for globs and folders of bindles.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="BindleSourceException">It cannot be opened.</exception>
    public async Task<IBindleSource> OpenAsync(int source, string place, CancellationToken cancellationToken)
    {
        if (sources[source].Kind == BatchSourceKind.Glob || IsFolderOfBindles(source))
        {
            return await BindleSources.OpenAsync(places.PathOf(place), places.Sources, cancellationToken)
                .ConfigureAwait(false);
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

    /// <summary>
    /// The paths that a source is made of, a bindle each, as the source is written: from the batch's folder, or whole.
    /// Null when it is opened as a whole.
    /// </summary>
    /// <exception cref="BindleSourceException">A folder cannot be read.</exception>
    public IEnumerable<string>? PathsOf(int source) =>
        PathsIn(source)?.Select(path => places.WrittenAs(sources[source].Location, path));

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

    private IEnumerable<string>? PathsIn(int source) => sources[source].Kind == BatchSourceKind.Glob
        ? GlobPaths.Find(places.PathOf(sources[source].Location))
        : IsFolderOfBindles(source) ? FolderOfBindles.Find(places.PathOf(sources[source].Location)) : null;

    private bool IsFolderOfBindles(int source) => _areFoldersOfBindles[source].Value;
}
