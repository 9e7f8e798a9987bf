using System.Security.Cryptography;
using Migrator.Bindle.Sources;
using Migrator.Engine.Jobs;

namespace Migrator.Engine.Pipeline;

/// <summary>What a job read of a bindle: whose invoice it is, and what that names.</summary>
/// <param name="Invoice">SHA-256 of the invoice byte for byte, hex.</param>
/// <param name="Parcels">How many parcels it names, each digest once.</param>
/// <param name="ParcelBytes">Their bytes, as it says.</param>
internal sealed record ReadBindle(string Invoice, int Parcels, long ParcelBytes)
{
    public static ReadBindle Of(BindlePackage package)
    {
        var parcels = package.Invoice?.Parcels.DistinctBy(parcel => parcel.Label.Sha256).ToList() ?? [];
        return new ReadBindle(
            Convert.ToHexStringLower(SHA256.HashData(package.InvoiceBytes.Span)),
            parcels.Count,
            ByteSum.Of(parcels.Select(parcel => parcel.Label.Size)));
    }
}
