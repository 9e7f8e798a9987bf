using System.IO.Enumeration;
using Migrator.Bindle.Sources;

namespace Migrator.Engine.Batch.Planning;

/// <summary>Finds the paths of a pattern: <c>*</c> and <c>?</c> within each part.</summary>
internal static class GlobPaths
{
    /// <summary>The paths, in ordinal order.</summary>
    /// <param name="pattern">A whole path.</param>
    /// <exception cref="BindleSourceException">A folder cannot be read.</exception>
    public static IEnumerable<string> Find(string pattern)
    {
        var root = Path.GetPathRoot(pattern)!;
        var parts = pattern[root.Length..].Split(
            [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        return parts.Aggregate(
            (IEnumerable<string>)[root],
            (found, part) => found.SelectMany(folder => Step(folder, part)));
    }

    private static string[] Step(string folder, string part)
    {
        if (part.AsSpan().IndexOfAny('*', '?') < 0)
        {
            var path = Path.Combine(folder, part);
            return MayBeThere(path) ? [path] : [];
        }

        try
        {
            return Directory.Exists(folder)
                ? [.. Directory.EnumerateFileSystemEntries(folder)
                    .Where(path => FileSystemName.MatchesSimpleExpression(part, Path.GetFileName(path), false))
                    .Order(StringComparer.Ordinal)]
                : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BindleSourceException(folder, $"{folder} cannot be read: {failure.Message}", failure);
        }
    }

    private static bool MayBeThere(string path)
    {
        try
        {
            return new FileInfo(path).Attributes != (FileAttributes)(-1);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Whoever opens it says why it cannot be read.
            return true;
        }
    }
}
