using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Disk;

/// <summary>
/// The parcels of a server's store or a client's cache: <c>parcels/&lt;sha&gt;/parcel.dat</c> (spec/bindle.md 9.1).
/// </summary>
/// <param name="root">The store's folder.</param>
internal sealed class StoreParcels(string root) : DiskParcels
{
    private const string LinkHint = "is a symbolic link; links inside a store are not followed. Give a copy made "
        + "with cp -rL.";

    /// <summary>A file beside a parcel's bytes.</summary>
    /// <param name="sha256">64 lower-case hex digits.</param>
    /// <param name="name">The file's name, of our own choosing.</param>
    /// <returns>Whether it is there.</returns>
    public bool HasBeside(string sha256, string name) =>
        Sha256Text.IsDigest(sha256)
        && DiskEntry.Look(Path.Combine(root, "parcels", sha256, name)).Kind == DiskEntryKind.File;

    /// <inheritdoc/>
    protected override ParcelLocation Locate(string sha256)
    {
        var parcels = Path.Combine(root, "parcels");
        var entry = DiskEntry.Look(parcels);
        return entry.Kind switch
        {
            DiskEntryKind.Folder => LocateIn(parcels, sha256),
            DiskEntryKind.Link => new ParcelLocation(parcels, entry, $"parcels {LinkHint}"),
            DiskEntryKind.File => new ParcelLocation(parcels, entry, "parcels is a file where the store's folder "
                + "belongs."),
            _ => new ParcelLocation(parcels, entry, "The store has no folder parcels."),
        };
    }

    private static ParcelLocation LocateIn(string parcels, string sha256)
    {
        var name = sha256;
        var entry = DiskEntry.Look(Path.Combine(parcels, name));
        if (entry.Kind == DiskEntryKind.Absent)
        {
            // The folder is named by the label's own text, which old clients wrote in upper case too (spec 9.1).
            name = sha256.ToUpperInvariant();
            entry = DiskEntry.Look(Path.Combine(parcels, name));
        }

        var folder = Path.Combine(parcels, name);
        return entry.Kind switch
        {
            DiskEntryKind.Folder => LocateFile(folder, name),
            DiskEntryKind.Link => new ParcelLocation(folder, entry, $"parcels/{name} {LinkHint}"),
            DiskEntryKind.File => new ParcelLocation(
                folder, entry, $"parcels/{name} is a file where the parcel's folder belongs. Upload the parcel again."),
            _ => new ParcelLocation(folder, entry, $"The store has no parcels/{sha256}: it was never uploaded."),
        };
    }

    private static ParcelLocation LocateFile(string folder, string name)
    {
        var location = Judge(Path.Combine(folder, "parcel.dat"), $"parcels/{name}/parcel.dat");
        if (location.Entry.Kind != DiskEntryKind.Absent)
        {
            return location;
        }

        var partThere = DiskEntry.Look(Path.Combine(folder, "parcel.dat.part")).Kind != DiskEntryKind.Absent;
        return location with
        {
            Problem = partThere
                ? $"parcels/{name} holds only parcel.dat.part, an upload that never finished. Remove the folder and "
                    + "upload it again."
                : $"parcels/{name} is empty, as a failed upload leaves it. Remove the folder and upload the parcel "
                    + "again.",
        };
    }
}
