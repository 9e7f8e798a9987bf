using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources.Disk;
using Migrator.Bindle.Verification;
using Migrator.Shared;

namespace Migrator.Bindle.Sources;

/// <summary>Writes a bindle as a standalone folder, whole or not at all (spec/bindle.md 9.3).</summary>
/// <remarks>
/// The folder given is the bindle's own: <c>FOLDER/invoice.toml</c> and <c>FOLDER/parcels/SHA.dat</c>. Bindle names it
/// by the storage key; any other name is read as well.
/// </remarks>
public static class StandaloneFolderWriter
{
    /// <summary>
    /// Writes the invoice byte for byte and every parcel it names, hashed on the way, beside the folder first, and
    /// renames that when it is whole and on the disk.
    /// </summary>
    /// <param name="package">
    /// The bindle; its invoice must have been read, its labels' digests be 64 hex digits.
    /// </param>
    /// <param name="folder">The bindle's folder; absent, empty, or holding that very bindle.</param>
    /// <param name="cancellationToken">Stops the writing; nothing stays behind.</param>
    /// <returns>Whether it was written; false when that very bindle, every byte compared, is there already.</returns>
    /// <exception cref="BindleWriteException">
    /// The folder has other content, a parcel is not what its label says or cannot be had, or the disk fails.
    /// </exception>
    public static async Task<bool> WriteAsync(BindlePackage package, string folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        try
        {
            var plan = WritePlan.Of(package, place);
            if (IsFree(place))
            {
                await WriteBesideAsync(plan, place, cancellationToken).ConfigureAwait(false);
                return true;
            }

            var difference = await FolderComparison.FindDifferenceAsync(plan, place, cancellationToken)
                .ConfigureAwait(false);
            return difference is null
                ? false
                : throw new BindleWriteException(
                    place, $"{MessageText.Line(place)} has other content: {difference} Give another folder, or remove "
                        + "this one first.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BindleWriteException(place, $"{MessageText.Line(place)} cannot be written: "
                + $"{MessageText.Line(failure.Message)}", failure);
        }
        catch (BindleSourceException failure)
        {
            throw new BindleWriteException(
                place, $"{MessageText.Line(place)} was not written, because a parcel cannot be had. "
                    + $"{failure.Message}", failure);
        }
    }

    private static bool IsFree(string place) => DiskEntry.Look(place).Kind switch
    {
        DiskEntryKind.Absent => true,
        DiskEntryKind.Folder => !Directory.EnumerateFileSystemEntries(place).Any(),
        _ => throw new BindleWriteException(
            place, $"{MessageText.Line(place)} is a file or a link, where the bindle's folder is to be. Give another "
                + "folder."),
    };

    private static async Task WriteBesideAsync(WritePlan plan, string place, CancellationToken cancellationToken)
    {
        var parent = Path.GetDirectoryName(place)
            ?? throw new BindleWriteException(place, $"{place} is the root of a disk. Give a folder below it.");
        FolderSync.Create(parent);
        using var claim = StageClaim.Take(parent, Path.GetFileName(place));
        var stage = claim.Folder;
        try
        {
            Directory.CreateDirectory(stage);
            await plan.WriteAsync(stage, cancellationToken).ConfigureAwait(false);
            if (DiskEntry.Look(place).Kind == DiskEntryKind.Folder)
            {
                // Empty, as seen before; when something has come since, this fails and nothing is lost.
                Directory.Delete(place);
            }

            Directory.Move(stage, place);
            FolderSync.Sync(parent);
        }
        catch (Exception failure)
        {
            if (!TryDiscard(stage) && failure is not OperationCanceledException)
            {
                throw new BindleWriteException(
                    place, $"{MessageText.Line(place)} cannot be written: {MessageText.Line(failure.Message)} "
                        + $"What was written until then could not be removed; remove {MessageText.Line(stage)}.",
                    failure);
            }

            throw;
        }
    }

    // The fault that stopped the writing is the one to tell, so one of the removal must not take its place.
    private static bool TryDiscard(string stage)
    {
        try
        {
            if (Directory.Exists(stage))
            {
                Directory.Delete(stage, recursive: true);
            }

            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The runtime says ArgumentException of a path that is longer than the system takes.
            return false;
        }
    }
}
