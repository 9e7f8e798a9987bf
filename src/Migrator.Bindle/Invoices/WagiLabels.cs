namespace Migrator.Bindle.Invoices;

/// <summary>How a parcel's label speaks to Wagi (spec/bindle.md 8.2, 8.3).</summary>
public static class WagiLabels
{
    private const string Module = "application/wasm";

    /// <summary>A value of the label's section <c>feature.wagi</c>.</summary>
    /// <param name="parcel">The parcel.</param>
    /// <param name="name">The key, such as <c>route</c>.</param>
    /// <returns>The value; null when there is none.</returns>
    public static string? FeatureOf(Parcel parcel, string name)
    {
        ArgumentNullException.ThrowIfNull(parcel);
        return parcel.Label.Features.TryGetValue("wagi", out var wagi) ? wagi.GetValueOrDefault(name) : null;
    }

    /// <summary>Whether Wagi mounts the parcel: a module with a route that is in no group.</summary>
    /// <param name="parcel">The parcel.</param>
    /// <returns>Whether it is a handler.</returns>
    public static bool IsHandler(Parcel parcel)
    {
        ArgumentNullException.ThrowIfNull(parcel);
        return parcel.IsGlobal && IsModule(parcel) && FeatureOf(parcel, "route") is not null;
    }

    /// <summary>Whether Wagi lays the parcel out as a file: only when the feature is exactly <c>true</c>.</summary>
    /// <param name="parcel">The parcel.</param>
    /// <returns>Whether it is a file.</returns>
    public static bool IsFile(Parcel parcel) => FeatureOf(parcel, "file") == "true";

    internal static bool IsModule(Parcel parcel) => parcel.Label.MediaType == Module;
}
