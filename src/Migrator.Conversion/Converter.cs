using Migrator.Bindle.Verification;

namespace Migrator.Conversion;

/// <summary>Turns a verified bindle into the OCI artifact of a profile.</summary>
public static class Converter
{
    /// <summary>Converts; reads only the Spin manifest and parcels of 128 bytes or less.</summary>
    /// <param name="bindle">The bindle.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The artifact, or the errors; all findings in either case.</returns>
    public static Task<ConversionOutcome> ConvertAsync(VerifiedBindle bindle, ConversionOptions options, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
