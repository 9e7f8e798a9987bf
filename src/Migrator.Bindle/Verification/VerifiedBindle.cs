using System.Security.Cryptography;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;

namespace Migrator.Bindle.Verification;

/// <summary>
/// A bindle without a finding of level error: fields, digests' shape, names, groups and presence of every parcel were
/// judged. Only <see cref="BindleVerifier"/> makes one.
/// </summary>
/// <remarks>The parcels' bytes are judged whenever they are read, on the way, against digest and size.</remarks>
public sealed class VerifiedBindle
{
    internal VerifiedBindle(BindlePackage package, Invoice invoice)
    {
        Package = package;
        Invoice = invoice;
    }

    /// <summary>Where it came from, with the invoice's own bytes.</summary>
    public BindlePackage Package { get; }

    /// <summary>The invoice; every label's digest is 64 lower-case hex digits.</summary>
    public Invoice Invoice { get; }

    /// <summary>Name and version.</summary>
    public BindleId Id => Invoice.Id;

    /// <summary>Reads a whole parcel, verified by size and digest.</summary>
    /// <param name="label">A label of this invoice.</param>
    /// <param name="cap">The most bytes to read into memory, at least 0.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The bytes; they have the label's size and SHA-256.</returns>
    /// <exception cref="ParcelTooLargeException">The label declares more than <paramref name="cap"/> bytes.</exception>
    /// <exception cref="ParcelMismatchException">The bytes differ from the label.</exception>
    /// <exception cref="BindleSourceException">
    /// The parcel is not there, cannot be opened safely, or fails while it is read.
    /// </exception>
    public async Task<byte[]> ReadParcelAsync(Label label, long cap, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(label);
        if (label.Size > cap || label.Size > Array.MaxLength)
        {
            throw new ParcelTooLargeException(label.Name, label.Size, Math.Min(cap, Array.MaxLength));
        }

        var stream = await Package.OpenParcelAsync(label.Sha256, cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        var bytes = new byte[label.Size];
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, false, cancellationToken).ConfigureAwait(false);
        var rest = new byte[1];
        var more = await stream.ReadAsync(rest, cancellationToken).ConfigureAwait(false);
        if (read < bytes.Length || more > 0)
        {
            var actual = more > 0 ? "more" : $"{read}";
            throw Mismatch(label, $"expected {label.Size} bytes, got {actual}");
        }

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return sha256 == label.Sha256
            ? bytes
            : throw Mismatch(label, $"expected the sha256 {label.Sha256}, got {sha256}");
    }

    private ParcelMismatchException Mismatch(Label label, string difference) => new(
        label.Sha256,
        $"The parcel {MessageText.Quote(label.Name)} of {Id} differs from its label: {difference}.");
}
