using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Signing;

/// <summary>
/// What a valid signature vouches for, and what anyone can change without breaking it (spec/bindle.md 4.2, 10.4 row
/// 69).
/// </summary>
/// <param name="Covered">
/// The fields in the signed text, the same for every signature but for its own signer and role.
/// </param>
/// <param name="NotCovered">The fields of this invoice that are not in it.</param>
public sealed record SignatureCoverage(ImmutableArray<string> Covered, ImmutableArray<string> NotCovered)
{
    /// <summary>What the signatures of an invoice cover.</summary>
    /// <param name="invoice">The invoice.</param>
    /// <returns>The fields, by their names in the invoice.</returns>
    public static SignatureCoverage Of(Invoice invoice)
    {
        ArgumentNullException.ThrowIfNull(invoice);
        var hasParcels = !invoice.Parcels.IsEmpty;
        ImmutableArray<string> covered = ["signature.by", "signature.role", "bindle.name", "bindle.version"];
        return new SignatureCoverage(
            hasParcels ? covered.Add("parcel.label.sha256 (all, in order)") : covered.Add("that there is no parcel"),
            [.. FieldsOutside(invoice).Where(field => field.IsThere).Select(field => field.Name)]);
    }

    private static IEnumerable<(string Name, bool IsThere)> FieldsOutside(Invoice invoice)
    {
        var hasParcels = !invoice.Parcels.IsEmpty;
        yield return ("signature.at", !invoice.Signatures.IsEmpty);
        yield return ("bindleVersion", true);
        yield return ("yanked", true);
        yield return ("yankedSignature", !invoice.YankedSignatures.IsEmpty);
        yield return ("bindle.description", invoice.Description is not null);
        yield return ("bindle.authors", !invoice.Authors.IsEmpty);
        yield return ("annotations", !invoice.Annotations.IsEmpty);
        yield return ("parcel.label.name", hasParcels);
        yield return ("parcel.label.mediaType", hasParcels);
        yield return ("parcel.label.size", hasParcels);
        yield return ("parcel.label.annotations", invoice.Parcels.Any(parcel => !parcel.Label.Annotations.IsEmpty));
        yield return ("parcel.label.feature", invoice.Parcels.Any(parcel => !parcel.Label.Features.IsEmpty));
        yield return ("parcel.label.origin", invoice.Parcels.Any(parcel => parcel.Label.Origin is not null));
        yield return ("parcel.conditions", invoice.Parcels.Any(parcel => parcel.Conditions is not null));
        yield return ("group", !invoice.Groups.IsEmpty);
    }
}
