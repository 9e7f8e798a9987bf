using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Conversion.Spin.Reading;

namespace Migrator.Conversion.Wagi;

/// <summary>Tells Wagi applications, as Hippo made them, and what routes they get (spec/bindle.md 8.1).</summary>
public static class WagiApplication
{
    /// <summary>
    /// Whether a bindle is a Wagi application: a module outside of all groups has a route. A bindle with a Spin
    /// manifest, even one whose media type is spelled wrong, never is.
    /// </summary>
    /// <param name="invoice">The invoice.</param>
    /// <returns>Whether <see cref="RoutesOf"/> has something to tell of it.</returns>
    public static bool IsOne(Invoice invoice)
    {
        ArgumentNullException.ThrowIfNull(invoice);
        return invoice.Parcels.Any(WagiLabels.IsHandler)
            && !invoice.Parcels.Any(parcel => ManifestParcel.IsNear(parcel.Label.MediaType));
    }

    /// <summary>The routes, in the order in which Wagi asked them.</summary>
    /// <param name="invoice">The invoice of a Wagi application.</param>
    /// <returns>Every handler, those that are left out included.</returns>
    public static ImmutableArray<WagiRoute> RoutesOf(Invoice invoice)
    {
        ArgumentNullException.ThrowIfNull(invoice);
        return [.. HandlerPlan.Of(invoice).Handlers.Select(handler => handler.Shown)];
    }
}
