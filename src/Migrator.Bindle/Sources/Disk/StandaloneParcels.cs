namespace Migrator.Bindle.Sources.Disk;

/// <summary>The parcels of a standalone folder: <c>parcels/&lt;sha&gt;.dat</c> (spec/bindle.md 9.3).</summary>
/// <param name="folder">The folder that holds <c>parcels</c>.</param>
internal sealed class StandaloneParcels(string folder) : DiskParcels
{
    // Files are named by the label's own text, which old clients wrote in upper case too. The folder is listed once,
    // and only when a parcel is not there in lower case.
    private readonly Lazy<Dictionary<string, string>> _spellings = new(
        () => StandaloneContents.ParcelFiles(Path.Combine(folder, "parcels")),
        LazyThreadSafetyMode.PublicationOnly);

    /// <inheritdoc/>
    protected override ParcelLocation Locate(string sha256)
    {
        var parcels = Path.Combine(folder, "parcels");
        var entry = DiskEntry.Look(parcels);
        return entry.Kind switch
        {
            DiskEntryKind.Folder => LocateIn(parcels, sha256),
            DiskEntryKind.Link => new ParcelLocation(
                parcels, entry, "parcels is a symbolic link; links inside a bindle are not followed. Give the real "
                    + "folder."),
            DiskEntryKind.File => new ParcelLocation(parcels, entry, "parcels is a file where a folder belongs."),
            _ => new ParcelLocation(parcels, entry, "The folder parcels does not exist."),
        };
    }

    private ParcelLocation LocateIn(string parcels, string sha256)
    {
        var name = sha256 + ".dat";
        var location = Judge(Path.Combine(parcels, name), $"parcels/{name}");
        return location.Entry.Kind == DiskEntryKind.Absent && _spellings.Value.TryGetValue(sha256, out var spelling)
            ? Judge(Path.Combine(parcels, spelling), $"parcels/{spelling}")
            : location;
    }
}
