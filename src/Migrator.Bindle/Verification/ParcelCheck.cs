using System.Globalization;
using System.Security.Cryptography;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;

namespace Migrator.Bindle.Verification;

/// <summary>Judges the parcels that a source has: there, of the declared length, of the declared content.</summary>
internal static class ParcelCheck
{
    private const int BufferSize = 128 << 10;

    /// <summary>Looks whether every parcel is there with its size; reads none.</summary>
    public static async Task ProbeAsync(
        BindlePackage package,
        Invoice invoice,
        FindingList findings,
        CancellationToken cancellationToken)
    {
        foreach (var (label, subject) in DistinctParcels(invoice))
        {
            var presence = await package.ProbeParcelAsync(label.Sha256, cancellationToken).ConfigureAwait(false);
            if (!presence.IsPresent)
            {
                findings.Add(
                    VerifyFindings.ParcelMissing,
                    subject,
                    $"{subject}: {presence.Problem}{HintFor(label)}",
                    elsewhere: presence.Place);
            }
            else if (presence.Length is { } length && length != label.Size)
            {
                AddSize(label, subject, Text(length), presence.Place, findings);
            }
        }
    }

    // Hippo did not put copies of other bindles' modules into the folders that it made (spec/bindle.md 8.4).
    private static string HintFor(Label label) => label.Annotations.ContainsKey("hippos_do_not_stage")
        ? " It is another bindle's, which Hippo left to the Bindle server: get this bindle from there."
        : "";

    /// <summary>Reads and hashes every parcel.</summary>
    public static async Task HashAsync(VerifiedBindle bindle, FindingList findings, CancellationToken cancellationToken)
    {
        foreach (var (label, subject) in DistinctParcels(bindle.Invoice))
        {
            try
            {
                await HashAsync(bindle.Package, label, subject, findings, cancellationToken).ConfigureAwait(false);
            }
            catch (BindleSourceException error) when (error.Failure == SourceFailure.Unusable)
            {
                findings.Add(VerifyFindings.ParcelMissing, subject, $"{subject}: {error.Message}");
            }
        }
    }

    private static async Task HashAsync(
        BindlePackage package,
        Label label,
        string subject,
        FindingList findings,
        CancellationToken cancellationToken)
    {
        var (length, sha256) = await ReadAsync(package, label, cancellationToken).ConfigureAwait(false);
        if (length == label.Size && sha256 == label.Sha256)
        {
            return;
        }

        var place = await FindPlaceAsync(package, label, cancellationToken).ConfigureAwait(false);
        if (length != label.Size)
        {
            AddSize(label, subject, length > label.Size ? "more" : Text(length), place, findings);
        }
        else
        {
            findings.Add(
                VerifyFindings.DigestDiffers,
                subject,
                $"{subject}: expected the sha256 {label.Sha256}, got {sha256}; get the parcel from another copy.",
                elsewhere: place);
        }
    }

    private static async Task<string?> FindPlaceAsync(
        BindlePackage package, Label label, CancellationToken cancellationToken)
    {
        try
        {
            return (await package.ProbeParcelAsync(label.Sha256, cancellationToken).ConfigureAwait(false)).Place;
        }
        catch (BindleSourceException)
        {
            // That the parcel is wrong counts; a source that answers no more only cannot say where it has it from.
            return null;
        }
    }

    // What is longer than it should be is not read to its end.
    private static async Task<(long Length, string? Sha256)> ReadAsync(
        BindlePackage package, Label label, CancellationToken cancellationToken)
    {
        var stream = await package.OpenParcelAsync(label.Sha256, cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        long length = 0;
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            length += read;
            if (length > label.Size)
            {
                return (length, null);
            }

            hash.AppendData(buffer, 0, read);
        }

        return (length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static void AddSize(
        Label label, string subject, string actual, string? elsewhere, FindingList findings) => findings.Add(
            VerifyFindings.SizeDiffers,
            subject,
            $"{subject}: expected {label.Size} bytes, got {actual}; get the parcel {label.Sha256} from another copy.",
            elsewhere: elsewhere);

    private static string Text(long length) => length.ToString(CultureInfo.InvariantCulture);

    // Bad digests never reach a source: they are no safe part of a path.
    private static IEnumerable<(Label Label, string Subject)> DistinctParcels(Invoice invoice) => invoice.Parcels
        .Select((parcel, index) => (parcel.Label, Subject: ParcelRules.SubjectOf(parcel, index)))
        .Where(entry => Sha256Text.IsDigest(entry.Label.Sha256))
        .DistinctBy(entry => entry.Label.Sha256);
}
