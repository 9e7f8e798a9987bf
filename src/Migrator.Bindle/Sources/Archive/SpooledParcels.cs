using Migrator.Bindle.Sources.Disk;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Archive;

/// <summary>The parcels of an archive, unpacked into a spool.</summary>
/// <param name="place">The archive, for messages.</param>
/// <param name="spool">The spool.</param>
/// <param name="slices">Where each parcel lies, by its digest in lower case.</param>
internal sealed class SpooledParcels(
    string place, ParcelSpool spool, IReadOnlyDictionary<string, SpoolSlice> slices) : IParcelStore
{
    /// <inheritdoc/>
    public ValueTask<ParcelPresence> ProbeAsync(string sha256, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(slices.TryGetValue(sha256, out var slice)
            ? new ParcelPresence(slice.Length, null)
            : new ParcelPresence(null, Absence(sha256)));
    }

    /// <inheritdoc/>
    public ValueTask<Stream> OpenAsync(string sha256, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return slices.TryGetValue(sha256, out var slice)
            ? ValueTask.FromResult(spool.Open(slice))
            : throw new BindleSourceException(place, Absence(sha256));
    }

    private static string Absence(string sha256) => Sha256Text.IsDigest(sha256)
        ? $"The archive holds no parcels/{sha256}.dat."
        : ParcelDigest.Refusal(sha256);
}
