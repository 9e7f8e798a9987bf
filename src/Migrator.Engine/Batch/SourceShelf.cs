using System.Collections.Immutable;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Bindle.Verification;
using Migrator.Engine.Batch.Planning;

namespace Migrator.Engine.Batch;

/// <summary>The sources of a batch: what apps share is opened once, what a glob or folder has for each app.</summary>
internal sealed class SourceShelf : IAsyncDisposable
{
    private const int OthersShown = 5;

    private readonly ImmutableArray<BatchSource> _sources;
    private readonly BatchPlaces _places;
    private readonly BindleSourceOptions _options;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly IBindleSource?[] _open;

    // Looked at once, and not again for every app: a folder can have many thousands.
    private readonly ImmutableArray<Lazy<bool>> _areFoldersOfBindles;
    private readonly SortedDictionary<int, string> _passedOver = [];

    /// <summary>Makes one that has nothing open.</summary>
    /// <param name="file">The batch file, which names the sources.</param>
    /// <param name="places">How they are reached.</param>
    public SourceShelf(BatchFile file, BatchPlaces places)
    {
        _sources = file.Sources;
        _places = places;
        _open = new IBindleSource?[_sources.Length];
        _areFoldersOfBindles =
        [
            .. _sources.Select(source => new Lazy<bool>(() =>
                source.Kind == BatchSourceKind.Folder && FolderOfBindles.Is(places.PathOf(source.Location)))),
        ];
        _options = places.Sources with
        {
            Lenient = places.Sources.Lenient || file.Selection.Lenient,
            IncludeYanked = file.Selection.Yanked,
            OpenImports = BatchImports.In(_sources) is { IsEmpty: false } imports
                ? _ => Task.FromResult<IBindleSource>(new BatchImports(this, imports))
                : places.Sources.OpenImports,
        };
    }

    /// <summary>
    /// A line for each folder of bindles that was listed and has something else in it, in the order of the file.
    /// </summary>
    public ImmutableArray<string> PassedOver => [.. _passedOver.Values];

    /// <summary>Opens the source of an app.</summary>
    /// <param name="source">Which source, from 0.</param>
    /// <param name="place">The app's place, which matters for globs and folders of bindles.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="BindleSourceException">It cannot be opened.</exception>
    public async Task<IBindleSource> OpenAsync(int source, string place, CancellationToken cancellationToken)
    {
        if (_sources[source].Kind == BatchSourceKind.Glob || IsFolderOfBindles(source))
        {
            return await BindleSources.OpenAsync(_places.PathOf(place), _options, cancellationToken)
                .ConfigureAwait(false);
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _open[source] ??= await OpenAsync(_sources[source], "", cancellationToken).ConfigureAwait(false);
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
        PathsIn(source)?.Select(path => _places.WrittenAs(_sources[source].Location, path));

    /// <summary>Opens a source by itself, to be listed.</summary>
    /// <exception cref="BindleSourceException">It cannot be opened.</exception>
    public Task<IBindleSource> OpenAsync(BatchSource source, string query, CancellationToken cancellationToken)
    {
        if (source.Kind != BatchSourceKind.Server)
        {
            return BindleSources.OpenAsync(_places.PathOf(source.Location), _options, cancellationToken);
        }

        var address = BindleServerAddress.Parse(source.Location);
        return _places.OpenServer is { } open
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

    private IEnumerable<string>? PathsIn(int source) => _sources[source].Kind == BatchSourceKind.Glob
        ? GlobPaths.Find(_places.PathOf(_sources[source].Location))
        : IsFolderOfBindles(source) ? FindIn(source) : null;

    private ImmutableArray<string> FindIn(int source)
    {
        var location = _sources[source].Location;
        var found = FolderOfBindles.Find(_places.PathOf(location));
        if (_sources[source].Bindles.IsEmpty && !found.Others.IsEmpty)
        {
            _passedOver[source] = Describe(location, found.Others);
        }

        return found.Bindles;
    }

    private static string Describe(string folder, ImmutableArray<string> others)
    {
        var shown = others.Take(OthersShown).Select(path => MessageText.Quote(Path.GetFileName(path)));
        var more = others.Length > OthersShown ? $", and {others.Length - OthersShown} more" : "";
        return $"In the folder {MessageText.Quote(folder)}, what is no bindle was passed over ({others.Length}): "
            + $"{string.Join(", ", shown)}{more}.";
    }

    private bool IsFolderOfBindles(int source) => _areFoldersOfBindles[source].Value;
}
