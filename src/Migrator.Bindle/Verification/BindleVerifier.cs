using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Signing;
using Migrator.Bindle.Sources;

namespace Migrator.Bindle.Verification;

/// <summary>
/// Judges a bindle: every rule of spec/bindle.md 10 that an invoice and a look at its parcels can tell.
/// </summary>
public static class BindleVerifier
{
    /// <summary>Judges the invoice, and whether every parcel is there with its size; reads no parcel.</summary>
    /// <param name="package">The bindle as read.</param>
    /// <param name="policy">What is taken.</param>
    /// <param name="cancellationToken">Stops the judging.</param>
    /// <returns>The proof, or the errors; all findings in either case, those of reading first.</returns>
    /// <exception cref="BindleSourceException">The source failed, or does not give its host keys.</exception>
    public static async Task<VerificationOutcome> VerifyAsync(
        BindlePackage package,
        VerificationPolicy policy,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(policy);
        if (package.Invoice is not { } written)
        {
            return new VerificationOutcome(null, package.Findings);
        }

        var findings = new FindingList(package.Place);
        findings.AddRange(package.Findings);
        BindleRules.Judge(written, policy, findings);
        ParcelRules.Judge(written, policy, findings);
        GroupRules.Judge(written, findings);
        WagiRules.Judge(written, findings);
        var check = policy.Signatures is { } asked
            ? await asked.WithHostKeysAsync(cancellationToken).ConfigureAwait(false)
            : null;
        var signatures = JudgeSignatures(written, package.Place, check, findings);
        var invoice = policy.Lenient ? WithLowerCaseDigests(written) : written;
        if (invoice.Parcels.Length <= policy.MaxParcels)
        {
            await ParcelCheck.ProbeAsync(package, invoice, findings, cancellationToken).ConfigureAwait(false);
        }

        var bindle = findings.HasErrors ? null : new VerifiedBindle(package, invoice);
        return new VerificationOutcome(bindle, findings.ToImmutable()) { Signatures = signatures };
    }

    /// <summary>Reads and hashes every parcel, each digest once, one after the other.</summary>
    /// <param name="bindle">The bindle.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>
    /// An error for each parcel that cannot be read or differs from its label; when all are right, what their bytes
    /// tell of Wagi's handlers. Empty when all is well.
    /// </returns>
    public static async Task<ImmutableArray<Finding>> HashParcelsAsync(
        VerifiedBindle bindle,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bindle);
        var findings = new FindingList(bindle.Package.Place);
        await ParcelCheck.HashAsync(bindle, findings, cancellationToken).ConfigureAwait(false);
        if (!findings.HasErrors)
        {
            await WagiModules.JudgeAsync(bindle, findings, cancellationToken).ConfigureAwait(false);
        }

        return findings.ToImmutable();
    }

    private static SignatureVerdict? JudgeSignatures(
        Invoice written,
        string place,
        SignatureCheck? check,
        FindingList findings)
    {
        if (check is not null)
        {
            var verdict = SignatureVerifier.Verify(written, check.Keyring, check.Policy, place);
            findings.AddRange(check.KeyringFindings);
            findings.AddRange(verdict.Findings);
            return verdict;
        }

        if (!written.Signatures.IsEmpty)
        {
            findings.Add(
                SigningFindings.NotJudged,
                "signature",
                $"The invoice has {written.Signatures.Length} signatures; none was judged, for no keyring was given.");
        }

        return null;
    }

    // The package keeps the text as written, which the signatures cover.
    private static Invoice WithLowerCaseDigests(Invoice invoice) => invoice with
    {
        Parcels =
        [
            .. invoice.Parcels.Select(parcel => parcel with
            {
                Label = parcel.Label with { Sha256 = parcel.Label.Sha256.ToLowerInvariant() },
            }),
        ],
    };
}
