using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Disk;

/// <summary>One or several standalone folders (spec/bindle.md 9.3).</summary>
internal sealed class StandaloneSource : InventorySource
{
    private readonly BindleSourceOptions _options;
    private readonly ImmutableArray<string> _places;

    private StandaloneSource(string path, string kind, ImmutableArray<string> places, BindleSourceOptions options)
        : base(path, kind)
    {
        _options = options;
        _places = places;
    }

    /// <summary>A folder that holds <c>invoice.toml</c> itself; its name may be anything.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="options">How to read.</param>
    /// <returns>The source; nothing read yet.</returns>
    public static StandaloneSource OfFolder(string path, BindleSourceOptions options) =>
        new(path, "standalone bindle", [""], options);

    /// <summary>
    /// A folder of such folders, each named by its bindle's key, as <c>hippo prepare</c> leaves them.
    /// </summary>
    /// <param name="path">The outer folder.</param>
    /// <param name="keys">The names of the inner folders, each 64 hex digits, in ordinal order.</param>
    /// <param name="options">How to read.</param>
    /// <returns>The source; nothing read yet.</returns>
    public static StandaloneSource OfFolders(string path, ImmutableArray<string> keys, BindleSourceOptions options) =>
        new(path, "folder of standalone bindles", keys, options);

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Places() => _places;

    /// <inheritdoc/>
    protected override string? PlaceOf(BindleId id)
    {
        var place = _places is [""] ? "" : id.StorageKey;
        return _places.Contains(place) ? place : null;
    }

    /// <inheritdoc/>
    protected override async Task<LoadedInvoice> LoadAsync(string place, CancellationToken cancellationToken)
    {
        var folder = FolderOf(place);
        var loaded = await InvoiceFile.LoadAsync(folder, place, _options, cancellationToken).ConfigureAwait(false);
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        return KeyName.Judge(name, loaded.Invoice, place.Length == 0 ? "." : place) is { } misfiled
            ? loaded.With(misfiled)
            : loaded;
    }

    /// <inheritdoc/>
    protected override BindlePackage Pack(string place, LoadedInvoice loaded)
    {
        var folder = FolderOf(place);
        var complete = loaded.With(StandaloneContents.Judge(folder, place, loaded.Invoice));
        return BindlePackage.Create(folder, complete.Bytes, complete.Reading, new StandaloneParcels(folder));
    }

    private string FolderOf(string place) => place.Length == 0 ? Root : Path.Combine(Root, place);
}
