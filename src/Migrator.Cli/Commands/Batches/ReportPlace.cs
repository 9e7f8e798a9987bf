using System.Text;
using System.Text.RegularExpressions;
using Migrator.Engine.Journal;
using Migrator.Shared;

namespace Migrator.Cli.Commands.Batches;

/// <summary>Keeps a report from being written over anything but a report.</summary>
internal static partial class ReportPlace
{
    private const int HeadBytes = 1024;

    // SQLite's, those of runs, and those of plans.
    private static readonly string[] EndsBesideJournals = ["-wal", "-shm", "-journal", ".lock", ".planning"];

    /// <summary>
    /// Fails when there is something else than a report, or when the name is that of a batch file or of a file that
    /// belongs to a journal, be it there or not.
    /// </summary>
    /// <exception cref="UsageException">It is no place for a report.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or not be written.</exception>
    public static void RequireFree(string file, BatchPlan plan)
    {
        var path = RealPath.Of(file);
        if (IsBesideJournal(path))
        {
            throw new UsageException(
                $"The report would be written over a file that belongs to a journal: '{file}'; give another --out.");
        }

        if (path.Equals(plan.BatchPath, StringComparison.Ordinal))
        {
            throw new UsageException($"The report would be written over the batch file: '{file}'; give another --out.");
        }

        // What the process has open can be anything but a journal: a log that the report is added to.
        if (OpenPlace.Of(file) is not null ? IsDatabase(path) : HasContent(path) && !IsReport(path))
        {
            throw new UsageException(
                $"'{file}' is there, and is no report of a batch; give another --out, or remove it first.");
        }
    }

    private static bool IsBesideJournal(string path) => EndsBesideJournals
        .Where(end => path.EndsWith(end, StringComparison.Ordinal))
        .Select(end => path[..^end.Length])
        .Any(journal => IsDatabase(journal) || IsDatabase(journal + ".planning"));

    private static bool IsDatabase(string path) =>
        HasContent(path) && ReadHead(path, FileAccess.Read).StartsWith("SQLite format 3\0", StringComparison.Ordinal);

    // Opened to write as well: what was closed to writers stays, though a file is not written where it lies.
    private static bool IsReport(string path) => ReportHead().IsMatch(ReadHead(path, FileAccess.ReadWrite));

    // A pipe or a terminal has none, and would be waited for.
    private static bool HasContent(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };

    private static string ReadHead(string path, FileAccess access)
    {
        using var file = new FileStream(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
        var head = new byte[HeadBytes];
        return Encoding.Latin1.GetString(head, 0, file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false));
    }

    // How text, JSON, CSV and HTML begin, of this build and of earlier ones.
    [GeneratedRegex(
        """
        ^(?:Plan\ [0-9a-f]{12}\ of\ |\{\s*"(?:[^{\[]*,\s*")?kind":\s*"batch-report"|number,bindle,target,
        |<!doctype\ html>[^\0]*<title>Migration\ report</title>)
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.NonBacktracking)]
    private static partial Regex ReportHead();
}
