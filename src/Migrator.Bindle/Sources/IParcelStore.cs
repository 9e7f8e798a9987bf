namespace Migrator.Bindle.Sources;

/// <summary>Where the parcels of one bindle are; part of the seam <see cref="IBindleSource"/>.</summary>
public interface IParcelStore
{
    /// <summary>Looks whether a parcel is there, without reading it.</summary>
    /// <param name="sha256">64 lower-case hex digits.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    /// <returns>What is there.</returns>
    ValueTask<ParcelPresence> ProbeAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Opens a parcel's bytes, unverified.</summary>
    /// <param name="sha256">64 lower-case hex digits.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <returns>A stream from the first byte; it can be asked for again.</returns>
    /// <exception cref="BindleSourceException">The parcel is not there or cannot be opened safely.</exception>
    ValueTask<Stream> OpenAsync(string sha256, CancellationToken cancellationToken);
}
