using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Disk;

/// <summary>Parcels as files below a folder.</summary>
internal abstract class DiskParcels : IParcelStore
{
    /// <inheritdoc/>
    public ValueTask<ParcelPresence> ProbeAsync(string sha256, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var location = Find(sha256);
        return ValueTask.FromResult(location.Problem is null
            ? new ParcelPresence(location.Entry.Length, null)
            : new ParcelPresence(null, location.Problem));
    }

    /// <inheritdoc/>
    public ValueTask<Stream> OpenAsync(string sha256, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var location = Find(sha256);
        if (location.Problem is not null)
        {
            throw new BindleSourceException(location.Path, location.Problem);
        }

        try
        {
            return ValueTask.FromResult(location.Entry.Open(location.Path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BindleSourceException(location.Path, CannotRead(failure), failure);
        }
    }

    /// <summary>Finds the file of a parcel.</summary>
    /// <param name="sha256">64 lower-case hex digits, checked.</param>
    /// <returns>The file, or why there is none.</returns>
    protected abstract ParcelLocation Locate(string sha256);

    /// <summary>Judges a path that should hold a parcel.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="shown">The path as messages show it.</param>
    /// <returns>The location.</returns>
    protected static ParcelLocation Judge(string path, string shown)
    {
        var entry = DiskEntry.Look(path);
        return new ParcelLocation(path, entry, entry.Kind switch
        {
            DiskEntryKind.File => null,
            DiskEntryKind.Folder => $"{shown} is a folder where the parcel's file belongs.",
            DiskEntryKind.Link =>
                $"{shown} is a symbolic link; links inside a store are not followed. Put a copy of the file in its "
                    + "place.",
            _ => $"{shown} does not exist.",
        });
    }

    private static string CannotRead(Exception failure) => "The parcel cannot be read: "
        + $"{MessageText.Line(failure.Message)}";

    private ParcelLocation Find(string sha256)
    {
        if (!Sha256Text.IsDigest(sha256))
        {
            return new ParcelLocation("parcels", default, ParcelDigest.Refusal(sha256));
        }

        try
        {
            return Locate(sha256);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new ParcelLocation("parcels", default, CannotRead(failure));
        }
    }
}
