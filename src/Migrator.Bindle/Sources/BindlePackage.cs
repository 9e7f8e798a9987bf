using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources;

/// <summary>
/// An invoice as read, and an opener for each of its parcels; nothing downloaded yet but the invoice.
/// </summary>
public sealed class BindlePackage
{
    private readonly IParcelStore _parcels;

    internal BindlePackage(
        string place,
        ReadOnlyMemory<byte> invoiceBytes,
        Invoice? invoice,
        ImmutableArray<Finding> findings,
        IParcelStore parcels)
    {
        Place = place;
        InvoiceBytes = invoiceBytes;
        Invoice = invoice;
        Findings = findings;
        _parcels = parcels;
    }

    /// <summary>Where the bindle lies, for messages.</summary>
    public string Place { get; }

    /// <summary>The invoice byte for byte.</summary>
    public ReadOnlyMemory<byte> InvoiceBytes { get; }

    /// <summary>The invoice; null when its text cannot be read as one.</summary>
    public Invoice? Invoice { get; }

    /// <summary>What reading found.</summary>
    public ImmutableArray<Finding> Findings { get; }

    /// <summary>Makes a package; for sources outside this assembly.</summary>
    /// <param name="place">Where the bindle lies, for messages.</param>
    /// <param name="invoiceBytes">The invoice byte for byte.</param>
    /// <param name="reading">The same, read.</param>
    /// <param name="parcels">Where the parcels are.</param>
    /// <returns>The package.</returns>
    public static BindlePackage Create(
        string place, ReadOnlyMemory<byte> invoiceBytes, InvoiceReading reading, IParcelStore parcels)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(parcels);
        return new BindlePackage(place, invoiceBytes, reading.Invoice, reading.Findings, parcels);
    }

    /// <summary>Looks whether a parcel is there, without reading it.</summary>
    /// <param name="sha256">64 lower-case hex digits.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    /// <returns>What is there.</returns>
    public ValueTask<ParcelPresence> ProbeParcelAsync(string sha256, CancellationToken cancellationToken) =>
        _parcels.ProbeAsync(sha256, cancellationToken);

    /// <summary>Opens a parcel's bytes, unverified; the caller hashes and disposes.</summary>
    /// <param name="sha256">64 lower-case hex digits.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <returns>
    /// A stream from the first byte, forward only; it can be asked for again. Reading it throws
    /// <see cref="BindleSourceException"/> when the source fails.
    /// </returns>
    /// <exception cref="BindleSourceException">The parcel is not there or cannot be opened safely.</exception>
    public async ValueTask<Stream> OpenParcelAsync(string sha256, CancellationToken cancellationToken)
    {
        var stream = await _parcels.OpenAsync(sha256, cancellationToken).ConfigureAwait(false);
        return new ParcelReadStream(stream, Place, sha256);
    }
}
