using System.Text;
using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Signing;

/// <summary>The text that a signature of an invoice is made over (spec/bindle.md 4.2).</summary>
/// <remarks>
/// UTF-8, lines joined by LF, none at the end: signer, name, version, role, <c>~</c>, then the digest of every parcel,
/// verbatim and in the order of the invoice. Whatever the documents say, no time is in it. Immutable and thread safe.
/// </remarks>
public sealed class SignedText
{
    private readonly string _id;
    private readonly byte[] _parcels;

    private SignedText(string id, byte[] parcels)
    {
        _id = id;
        _parcels = parcels;
    }

    /// <summary>Prepares the part that is the same for every signature.</summary>
    /// <param name="invoice">The invoice as written; digests are not put in lower case.</param>
    /// <returns>The text, but for signer and role.</returns>
    public static SignedText Of(Invoice invoice)
    {
        ArgumentNullException.ThrowIfNull(invoice);
        var parcels = string.Concat(invoice.Parcels.Select(parcel => "\n" + parcel.Label.Sha256));
        return new SignedText($"{invoice.Id.Name}\n{invoice.Id.Version.Text}", Encoding.UTF8.GetBytes(parcels));
    }

    /// <summary>The whole text of one signature.</summary>
    /// <param name="by">The signer's label.</param>
    /// <param name="role">The role in which the signer signs.</param>
    /// <returns>The bytes to sign or to verify.</returns>
    public byte[] For(string by, SignatureRole role) =>
        [.. Encoding.UTF8.GetBytes($"{by}\n{_id}\n{SignatureRoles.ToText(role)}\n~"), .. _parcels];
}
