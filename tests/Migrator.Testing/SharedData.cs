namespace Migrator.Testing;

/// <summary>
/// The corpus and the golden data, which lie beside the checkout in <c>../shared</c> and are not part of it. Tests over
/// them run when they are there.
/// </summary>
public static class SharedData
{
    /// <summary>The folder <c>../shared</c>.</summary>
    public static string Path { get; } =
        System.IO.Path.GetFullPath(System.IO.Path.Combine(RepositoryRoot.Path, "..", "shared"));

    /// <summary>Whether golden data is there.</summary>
    public static bool IsThere { get; } = Directory.Exists(System.IO.Path.Combine(Path, "golden"));

    /// <summary>A file or folder below <c>../shared</c>.</summary>
    /// <param name="parts">Path below it.</param>
    public static string Combine(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>
    /// Folders directly below a folder of <c>../shared</c>, by name, ordinal; empty when there is no such data.
    /// </summary>
    /// <param name="parts">Path below <c>../shared</c>.</param>
    public static IReadOnlyList<string> Folders(params ReadOnlySpan<string> parts)
    {
        var folder = Combine(parts);
        return Directory.Exists(folder) ? [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal)] : [];
    }
}
