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
}
