using Migrator.Bindle.Invoices;
using Migrator.Conversion.Wagi;

namespace Migrator.Engine.Inspection;

/// <summary>Tells what a bindle is for from its invoice alone (spec/bindle.md 8.1).</summary>
public static class BindleKinds
{
    private const string SpinManifest = "application/vnd.fermyon.spin+toml";

    /// <summary>Tells the kind.</summary>
    /// <param name="invoice">The invoice.</param>
    /// <returns>The kind; Spin wins over Wagi.</returns>
    public static BindleKind Of(Invoice invoice)
    {
        ArgumentNullException.ThrowIfNull(invoice);
        if (invoice.Parcels.Any(parcel => parcel.Label.MediaType.Equals(SpinManifest, StringComparison.Ordinal)))
        {
            return BindleKind.Spin;
        }

        return WagiApplication.IsOne(invoice) ? BindleKind.Wagi : BindleKind.Data;
    }
}
