namespace Migrator.Shared;

/// <summary>The path that the symbolic links of a path lead to, in folders as well.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>Follows the links of a path; what it leads to need not be there.</summary>
    /// <exception cref="IOException">The links lead nowhere.</exception>
    public static string Of(string path) => Follow(Path.GetFullPath(path), MaxLinks);

    private static string Follow(string path, int left)
    {
        if (Path.GetDirectoryName(path) is not { } folder)
        {
            return path;
        }

        var here = Path.Combine(Follow(folder, left), Path.GetFileName(path));
        return new FileInfo(here).LinkTarget is not { } target ? here
            : left == 0 ? throw new IOException($"{here} is one of too many links.")
            : Follow(Path.GetFullPath(target, Path.GetDirectoryName(here)!), left - 1);
    }
}
