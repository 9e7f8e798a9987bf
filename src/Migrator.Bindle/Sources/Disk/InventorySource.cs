using System.Runtime.CompilerServices;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Disk;

/// <summary>What all sources on disk share: places, each with one invoice, listed and looked up by id.</summary>
/// <param name="path">The path that was opened, for messages.</param>
/// <param name="kind">What it was recognised as, for messages.</param>
internal abstract class InventorySource(string path, string kind) : IBindleSource
{
    private const int IdsShown = 5;

    /// <inheritdoc/>
    public string Description { get; } = $"{kind} {MessageText.Line(path)}";

    /// <summary>The path that was opened.</summary>
    protected string Root { get; } = path;

    /// <inheritdoc/>
    public async IAsyncEnumerable<BindleEntry> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var place in Places())
        {
            var loaded = await LoadAsync(place, cancellationToken).ConfigureAwait(false);
            var shown = place.Length == 0 ? "." : MessageText.Line(place);
            yield return new BindleEntry(
                loaded.Invoice?.Id, shown, loaded.Invoice?.Yanked ?? false, loaded.Reading.Findings);
        }
    }

    /// <inheritdoc/>
    public async Task<BindlePackage> OpenAsync(BindleId? id, CancellationToken cancellationToken)
    {
        var found = id is null
            ? await FindOnlyAsync(cancellationToken).ConfigureAwait(false)
            : await FindAsync(id, cancellationToken).ConfigureAwait(false);
        try
        {
            return Pack(found.Place, found.Loaded);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CannotRead(failure);
        }
    }

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Everything that is or should be a bindle, in ordinal order.</summary>
    /// <returns>The places, relative to the source.</returns>
    /// <exception cref="BindleSourceException">The source cannot be read.</exception>
    protected abstract IReadOnlyList<string> Places();

    /// <summary>Where to look for an id first: by its key, or at the only place there is.</summary>
    /// <param name="id">The id.</param>
    /// <returns>One of <see cref="Places"/>, or null.</returns>
    protected abstract string? PlaceOf(BindleId id);

    /// <summary>Reads the invoice of a place.</summary>
    /// <param name="place">One of <see cref="Places"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The invoice and what is wrong with it.</returns>
    protected abstract Task<LoadedInvoice> LoadAsync(string place, CancellationToken cancellationToken);

    /// <summary>Adds the parcels, and what a look at their places tells.</summary>
    /// <param name="place">One of <see cref="Places"/>.</param>
    /// <param name="loaded">Its invoice.</param>
    /// <returns>The bindle.</returns>
    protected abstract BindlePackage Pack(string place, LoadedInvoice loaded);

    /// <summary>The exception for a disk that cannot be read.</summary>
    /// <param name="failure">What the system said.</param>
    /// <returns>The exception.</returns>
    protected BindleSourceException CannotRead(Exception failure) =>
        new(Root, $"{Description} cannot be read: {MessageText.Line(failure.Message)}", failure);

    private async Task<Found> FindAsync(BindleId id, CancellationToken cancellationToken)
    {
        Found? misfiled = null;
        if (PlaceOf(id) is { } first)
        {
            var loaded = await LoadAsync(first, cancellationToken).ConfigureAwait(false);
            if (loaded.Invoice is null || id.Equals(loaded.Invoice.Id))
            {
                return new Found(first, loaded);
            }

            // Another bindle under this one's key; shown with that error unless this one turns up elsewhere.
            var isMisfiled = loaded.Reading.Findings.Any(finding => finding.Kind == SourceFindings.Misfiled);
            misfiled = isMisfiled ? new Found(first, loaded) : null;
        }

        return await SearchAsync(id, cancellationToken).ConfigureAwait(false) ?? misfiled
            ?? throw await NoSuchAsync(id, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Found?> SearchAsync(BindleId id, CancellationToken cancellationToken)
    {
        foreach (var place in Places())
        {
            var loaded = await LoadAsync(place, cancellationToken).ConfigureAwait(false);
            if (id.Equals(loaded.Invoice?.Id))
            {
                return new Found(place, loaded);
            }
        }

        return null;
    }

    private async Task<Found> FindOnlyAsync(CancellationToken cancellationToken)
    {
        var (readable, damaged) = await ScanAsync(cancellationToken).ConfigureAwait(false);
        return (readable.Count, damaged.Count) switch
        {
            (1, _) => readable[0],
            (0, 1) => damaged[0],
            (0, 0) => throw new BindleSourceException(Root, $"{Description} holds no bindle."),
            (0, _) => throw new BindleSourceException(
                Root, $"{Description} holds no readable bindle; list it to see what is wrong with the "
                    + $"{damaged.Count} entries."),
            _ => throw new BindleSourceException(
                Root, $"{Description} holds several bindles ({Show(readable)}). Say which one by its id, "
                    + "NAME/VERSION."),
        };
    }

    // Stops as soon as there is one more than a message shows: a store may hold a hundred thousand.
    private async Task<(List<Found> Readable, List<Found> Damaged)> ScanAsync(CancellationToken cancellationToken)
    {
        List<Found> readable = [], damaged = [];
        foreach (var place in Places())
        {
            var loaded = await LoadAsync(place, cancellationToken).ConfigureAwait(false);
            if (loaded.IsBindle)
            {
                (loaded.Invoice is null ? damaged : readable).Add(new Found(place, loaded));
            }

            if (readable.Count > IdsShown)
            {
                break;
            }
        }

        return (readable, damaged);
    }

    private async Task<BindleSourceException> NoSuchAsync(BindleId id, CancellationToken cancellationToken)
    {
        var (readable, _) = await ScanAsync(cancellationToken).ConfigureAwait(false);
        var held = readable.Count == 0 ? "no readable bindle" : Show(readable);
        return new BindleSourceException(Root, $"{Description} does not hold {MessageText.Line(id.ToString())}. It "
            + $"holds {held}.");
    }

    private static string Show(List<Found> readable) =>
        string.Join(", ", readable.Take(IdsShown).Select(found => found.ShownId))
        + (readable.Count > IdsShown ? ", and more" : "");

    private sealed record Found(string Place, LoadedInvoice Loaded)
    {
        public string ShownId => MessageText.Line(Loaded.Invoice!.Id.ToString());
    }
}
