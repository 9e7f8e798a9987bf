using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>Checks the paths of one component against each other.</summary>
internal static class FileChecks
{
    /// <summary>Looks for a path that is a folder too, and for paths that differ by case alone.</summary>
    /// <param name="paths">The paths, each once.</param>
    /// <param name="subject">The component.</param>
    /// <param name="findings">Where doubts and faults go.</param>
    public static void Check(IReadOnlyCollection<string> paths, string subject, ICollection<Finding> findings)
    {
        ReportFolders(paths, subject, findings);
        ReportCase(paths, subject, findings);
    }

    private static void ReportFolders(IReadOnlyCollection<string> paths, string subject, ICollection<Finding> findings)
    {
        var files = paths.ToHashSet(StringComparer.Ordinal);
        foreach (var (path, folder) in paths
            .SelectMany(Folders, (path, folder) => (path, folder))
            .Where(pair => files.Contains(pair.folder)))
        {
            findings.Add(ApplicationFindings.FileIsFolder.Of(
                subject,
                $"{MessageText.Quote(folder)} is a file and also the folder of {MessageText.Quote(path)}; no file system holds both. " +
                "Rename one of them in the bindle's source."));
        }
    }

    private static IEnumerable<string> Folders(string path)
    {
        for (var at = path.IndexOf('/', StringComparison.Ordinal); at >= 0; at = path.IndexOf('/', at + 1))
        {
            yield return path[..at];
        }
    }

    private static void ReportCase(IReadOnlyCollection<string> paths, string subject, ICollection<Finding> findings)
    {
        var clashes = paths
            .GroupBy(path => path, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1)
            .Select(group => string.Join(" and ", group.Select(path => MessageText.Quote(path))))
            .ToArray();
        if (clashes.Length > 0)
        {
            findings.Add(ApplicationFindings.CaseClash.Of(
                subject,
                $"Files differ only by case, which Windows and macOS do not tell apart: {clashes[0]}" +
                $"{(clashes.Length > 1 ? $" ({clashes.Length - 1} more pairs)" : "")}."));
        }
    }
}
