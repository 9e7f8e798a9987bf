using Migrator.Bindle.Signing;

namespace Migrator.Bindle.Verification;

/// <summary>What a bindle may be like and still be taken.</summary>
public sealed record VerificationPolicy
{
    /// <summary>
    /// Doubtful spellings that the reference took are taken with a warning (spec/bindle.md 10). Default: no.
    /// </summary>
    public bool Lenient { get; init; }

    /// <summary>Whether yanked bindles are taken. Default: no.</summary>
    public bool IncludeYanked { get; init; }

    /// <summary>The largest declared size of a parcel, in bytes. Default: 4 GiB; at least 1.</summary>
    public long MaxParcelSize { get; init; } = 4L << 30;

    /// <summary>The largest number of parcels in an invoice. Default: 100,000; at least 1.</summary>
    public int MaxParcels { get; init; } = 100_000;

    /// <summary>
    /// How signatures are judged. Default: null, they are not, and a signed bindle says so in a note.
    /// </summary>
    public SignatureCheck? Signatures { get; init; }
}
