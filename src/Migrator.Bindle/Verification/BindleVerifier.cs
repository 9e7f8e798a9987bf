using Migrator.Bindle.Sources;

namespace Migrator.Bindle.Verification;

/// <summary>Judges a bindle: every rule of spec/bindle.md 10 that an invoice and a look at its parcels can tell.</summary>
public static class BindleVerifier
{
    /// <summary>Judges the invoice, and whether every parcel is there with its size; reads no parcel.</summary>
    /// <param name="package">The bindle as read.</param>
    /// <param name="policy">What is taken.</param>
    /// <param name="cancellationToken">Stops the judging.</param>
    /// <returns>The proof, or the errors; all findings in either case.</returns>
    public static Task<VerificationOutcome> VerifyAsync(BindlePackage package, VerificationPolicy policy, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
