using Migrator.Bindle.Sources;

namespace Migrator.Engine.Batch;

/// <summary>A folder with standalone bindles in it, as folders or as archives, and no bindle or store itself.</summary>
internal static class FolderOfBindles
{
    private const string Invoice = "invoice.toml";

    /// <summary>Whether a path is one.</summary>
    /// <exception cref="BindleSourceException">The folder cannot be read.</exception>
    public static bool Is(string path) => Directory.Exists(path)
        && !File.Exists(Path.Combine(path, Invoice))
        && !Directory.Exists(Path.Combine(path, "invoices"))
        && Entries(path).Count > 0;

    /// <summary>The bindles in it, in ordinal order of their names; what is none is not looked at.</summary>
    /// <exception cref="BindleSourceException">The folder cannot be read.</exception>
    public static IEnumerable<string> Find(string path) => Entries(path).Order(StringComparer.Ordinal);

    private static List<string> Entries(string path)
    {
        try
        {
            return
            [
                .. Directory.EnumerateFileSystemEntries(path)
                    .Where(entry => File.Exists(Path.Combine(entry, Invoice))
                        || entry.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase)),
            ];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BindleSourceException(path, $"{path} cannot be read: {failure.Message}", failure);
        }
    }
}
