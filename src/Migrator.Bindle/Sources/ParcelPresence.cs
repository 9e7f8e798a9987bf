namespace Migrator.Bindle.Sources;

/// <summary>What a look at a parcel's place found.</summary>
/// <param name="Length">
/// The bytes there; null when there are none to be had or their number is not known before reading.
/// </param>
/// <param name="Problem">Why the parcel cannot be had, as a sentence for the user; null when it can.</param>
public readonly record struct ParcelPresence(long? Length, string? Problem)
{
    /// <summary>Where the parcel lies when that is another bindle, for messages; null when it is the bindle's own.
    /// </summary>
    public string? Place { get; init; }

    /// <summary>Whether the parcel can be opened.</summary>
    public bool IsPresent => Problem is null;
}
