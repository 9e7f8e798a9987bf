namespace Migrator.Bindle.Sources.Disk;

/// <summary>The parcels of a standalone folder: <c>parcels/&lt;sha&gt;.dat</c> (spec/bindle.md 9.3).</summary>
/// <param name="folder">The folder that holds <c>parcels</c>.</param>
internal sealed class StandaloneParcels(string folder) : DiskParcels
{
    /// <inheritdoc/>
    protected override ParcelLocation Locate(string sha256)
    {
        var parcels = Path.Combine(folder, "parcels");
        var entry = DiskEntry.Look(parcels);
        return entry.Kind switch
        {
            DiskEntryKind.Folder => Judge(Path.Combine(parcels, sha256 + ".dat"), $"parcels/{sha256}.dat"),
            DiskEntryKind.Link => new ParcelLocation(
                parcels, entry, "parcels is a symbolic link; links inside a bindle are not followed. Give the real "
                    + "folder."),
            DiskEntryKind.File => new ParcelLocation(parcels, entry, "parcels is a file where a folder belongs."),
            _ => new ParcelLocation(parcels, entry, "The folder parcels does not exist."),
        };
    }
}
