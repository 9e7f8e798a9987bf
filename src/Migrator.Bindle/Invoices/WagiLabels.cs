namespace Migrator.Bindle.Invoices;

/// <summary>How a parcel's label speaks to Wagi (spec/bindle.md 8.2, 8.3).</summary>
public static class WagiLabels
{
    /// <summary>The section of features that Wagi reads.</summary>
    public const string Section = "wagi";

    /// <summary>
    /// The section in which this project keeps the environment of a module that a module map names; Wagi ignores it.
    /// </summary>
    public const string EnvironmentSection = "wagi_environment";

    /// <summary>How this project says that a module's volumes are its own, as in a module map.</summary>
    internal const string OwnVolumes = "own";

    private const string Module = "application/wasm";

    /// <summary>A value of the label's section <c>feature.wagi</c>.</summary>
    /// <param name="parcel">The parcel.</param>
    /// <param name="name">The key, such as <c>route</c>.</param>
    /// <returns>The value; null when there is none.</returns>
    public static string? FeatureOf(Parcel parcel, string name)
    {
        ArgumentNullException.ThrowIfNull(parcel);
        return parcel.Label.Features.TryGetValue(Section, out var wagi) ? wagi.GetValueOrDefault(name) : null;
    }

    /// <summary>Whether Wagi mounts the parcel: a module with a route that is in no group.</summary>
    /// <param name="parcel">The parcel.</param>
    /// <returns>Whether it is a handler.</returns>
    public static bool IsHandler(Parcel parcel)
    {
        ArgumentNullException.ThrowIfNull(parcel);
        return parcel.IsGlobal && IsModule(parcel) && FeatureOf(parcel, "route") is not null;
    }

    /// <summary>Whether the parcel has a route that Wagi did not serve: its media type is no module's.</summary>
    /// <param name="parcel">The parcel.</param>
    /// <returns>Whether it is outside of all groups, has a route, and is no module.</returns>
    public static bool IsUnserved(Parcel parcel)
    {
        ArgumentNullException.ThrowIfNull(parcel);
        return parcel.IsGlobal && !IsModule(parcel) && FeatureOf(parcel, "route") is not null;
    }

    /// <summary>Whether Wagi lays the parcel out as a file: only when the feature is exactly <c>true</c>.</summary>
    /// <param name="parcel">The parcel.</param>
    /// <returns>Whether it is a file.</returns>
    public static bool IsFile(Parcel parcel) => FeatureOf(parcel, "file") == "true";

    /// <summary>
    /// Whether the handler sees the files of its own groups alone, which only a module map can ask for; other handlers
    /// with files share those of the whole bindle (spec/bindle.md 8.3).
    /// </summary>
    /// <param name="handler">The handler.</param>
    public static bool HasOwnFiles(Parcel handler) => FeatureOf(handler, "volumes") == OwnVolumes;

    internal static bool IsModule(Parcel parcel) => parcel.Label.MediaType == Module;
}
