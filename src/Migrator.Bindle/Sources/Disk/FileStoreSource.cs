using System.Collections.Immutable;
using System.IO.Enumeration;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Disk;

/// <summary>
/// A Bindle server's file store, and the client's cache, which has the same form (spec/bindle.md 9.1, 9.4).
/// </summary>
internal sealed class FileStoreSource : InventorySource
{
    /// <summary>The folder of the invoices.</summary>
    public const string InvoicesName = "invoices";

    private readonly BindleSourceOptions _options;
    private readonly StoreParcels _parcels;

    /// <summary>Makes the source; reads nothing.</summary>
    /// <param name="path">The folder that holds <c>invoices</c>.</param>
    /// <param name="options">How to read.</param>
    public FileStoreSource(string path, BindleSourceOptions options)
        : base(path, "Bindle store")
    {
        _options = options;
        _parcels = new StoreParcels(path);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Places()
    {
        try
        {
            // A store may have a hundred thousand: one short text for each, sorted where it stands.
            var places = new List<string>(new FileSystemEnumerable<string>(
                Path.Combine(Root, InvoicesName),
                (ref entry) => string.Concat(InvoicesName, "/", entry.FileName),
                new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false }));
            places.Sort(StringComparer.Ordinal);
            return places;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CannotRead(failure);
        }
    }

    /// <inheritdoc/>
    protected override string? PlaceOf(BindleId id)
    {
        var place = $"{InvoicesName}/{id.StorageKey}";
        return DiskEntry.Look(Path.Combine(Root, place)).Kind == DiskEntryKind.Absent ? null : place;
    }

    /// <inheritdoc/>
    protected override async Task<LoadedInvoice> LoadAsync(string place, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Root, place);
        var shown = MessageText.Line(place);
        if (DiskEntry.Look(folder).Kind != DiskEntryKind.Folder)
        {
            return LoadedInvoice.Without(
                SourceFindings.Stray.Of(
                    shown,
                    $"{shown} is not a folder; it is ignored. A Bindle server stops listing its store there.",
                    shown),
                isBindle: false);
        }

        var loaded = await InvoiceFile.LoadAsync(folder, shown, _options, cancellationToken).ConfigureAwait(false);
        return KeyName.Judge(Path.GetFileName(folder), loaded.Invoice, shown) is { } misfiled
            ? loaded.With(misfiled)
            : loaded;
    }

    /// <inheritdoc/>
    protected override BindlePackage Pack(string place, LoadedInvoice loaded)
    {
        var complete = loaded.Invoice is { } invoice ? loaded.With(BesideParcels(invoice)) : loaded;
        return BindlePackage.Create(Path.Combine(Root, place), complete.Bytes, complete.Reading, _parcels);
    }

    private ImmutableArray<Finding> BesideParcels(Invoice invoice)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        foreach (var sha256 in invoice.Parcels.Select(parcel => parcel.Label.Sha256).Distinct(StringComparer.Ordinal))
        {
            var place = $"parcels/{MessageText.Line(sha256)}";
            if (_parcels.HasBeside(sha256, "label.toml"))
            {
                findings.Add(SourceFindings.OldLabel.Of(
                    place,
                    "label.toml of Bindle 0.1 lies beside the parcel; it is ignored, the invoice's label counts.",
                    place));
            }

            if (_parcels.HasBeside(sha256, "parcel.dat") && _parcels.HasBeside(sha256, "parcel.dat.part"))
            {
                findings.Add(SourceFindings.PartFile.Of(
                    place,
                    "parcel.dat.part lies beside the parcel; it is ignored. The parcel itself is checked when read.",
                    place));
            }
        }

        return findings.ToImmutable();
    }
}
