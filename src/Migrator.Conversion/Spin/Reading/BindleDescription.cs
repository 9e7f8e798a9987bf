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

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
