using Migrator.Bindle.Invoices;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>Says what a bindle without a Spin manifest is (spec/bindle.md 8.1).</summary>
internal static class BindleDescription
{
    // Hippo marked the exports of a library so (spec/bindle.md 8.4).
    private const string WagiExport = "wagi_handler_id";

    /// <summary>Describes the bindle.</summary>
    /// <param name="invoice">The invoice.</param>
    /// <returns>A clause with its article, such as <c>a Wagi application with 2 handlers</c>.</returns>
    public static string Of(Invoice invoice)
    {
        var handlers = invoice.Parcels.Count(WagiLabels.IsHandler);
        if (handlers > 0)
        {
            return $"a Wagi application with {Count(handlers, "handler")}";
        }

        var unserved = invoice.Parcels.Count(WagiLabels.IsUnserved);
        if (unserved > 0)
        {
            return $"a Wagi application with {Count(unserved, "route")}, none of them to a parcel of the media type "
                + SpinMediaTypes.Module;
        }

        var exports = invoice.Parcels.Count(parcel => parcel.Label.Annotations.ContainsKey(WagiExport));
        if (exports > 0)
        {
            return $"a Wagi library with {Count(exports, "module")} for other bindles' routes";
        }

        var modules = invoice.Parcels.Count(parcel => parcel.Label.MediaType == SpinMediaTypes.Module);
        return invoice.Parcels.IsEmpty
            ? "an empty bindle"
            : $"a bindle of data with {Count(invoice.Parcels.Length, "parcel")}, {modules} of them WebAssembly";
    }

    /// <summary>
    /// Says what to do with a bindle whose modules have no route at all: Hippo's were so before June 2021, and Wagi 0.4
    /// and earlier served every such module at <c>/</c> (spec/bindle.md 8.2, 8.4 and 10.3 row 59).
    /// </summary>
    /// <param name="invoice">The invoice of a bindle that is no application.</param>
    /// <returns>Sentences, the first after a blank; empty for any other bindle.</returns>
    public static string WayOut(Invoice invoice)
    {
        var modules = invoice.Parcels.Count(IsRouteless);
        return modules == 0 ? "" : " It looks like a Wagi application without routes, as Hippo made them before June "
            + $"2021: {Count(modules, "module")} outside of all groups without feature.wagi.route, which Wagi 0.4 and "
            + "earlier served at '/', and later ones not at all. If it is one, say which route is whose: name modules "
            + "and routes in a HIPPOFACTS and migrate that, or publish the bindle anew with the feature, "
            + "route = '/' for what Wagi 0.4 did.";
    }

    private static bool IsRouteless(Parcel parcel) => parcel.IsGlobal
        && parcel.Label.MediaType == SpinMediaTypes.Module
        && WagiLabels.FeatureOf(parcel, "route") is null
        && !WagiLabels.IsFile(parcel)
        && !parcel.Label.Annotations.ContainsKey(WagiExport);

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
