using System.Text;
using Migrator.Engine.Journal;

namespace Migrator.Cli.Commands.Batches;

/// <summary>Keeps a report from being written over what a batch needs.</summary>
internal static class ReportPlace
{
    private static readonly string[] JournalFiles = ["", "-wal", "-shm", "-journal", ".lock", ".planning"];

    /// <summary>Fails when a file is the batch file, a journal, or one that lies beside a journal.</summary>
    /// <exception cref="UsageException">It is one of them.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static void RequireFree(string file, IReadOnlyList<string> journals, BatchPlan plan)
    {
        var full = Final(file);
        if (journals.Any(journal => JournalFiles.Any(end => Is(full, Path.GetFullPath(journal) + end)
            || Is(full, Final(journal) + end))))
        {
            throw new UsageException(
                $"The report would be written over the journal, or a file that belongs to it: '{file}'; give another "
                + "--out.");
        }

        if (Is(full, plan.BatchPath) || (HasContent(full) && IsOfBatch(full, plan)))
        {
            throw new UsageException(
                $"The report would be written over a batch file or a journal: '{file}'; give another --out.");
        }
    }

    // A pipe or a terminal has none, and would be waited for.
    private static bool HasContent(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };

    private static string Final(string path) =>
        new FileInfo(path) is { LinkTarget: not null } link && link.ResolveLinkTarget(true) is { } target
            ? target.FullName
            : Path.GetFullPath(path);

    private static bool Is(string path, string other) => path.Equals(other, StringComparison.Ordinal);

    // Batch files are moved, and journals copied: what they hold tells them.
    private static bool IsOfBatch(string path, BatchPlan plan)
    {
        var batch = Encoding.UTF8.GetBytes(plan.BatchText);
        var head = new byte[batch.Length + 1];
        using var file = File.OpenRead(path);
        var read = head.AsSpan(0, file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
        return read.StartsWith("SQLite format 3\0"u8) || (batch.Length > 0 && read.SequenceEqual(batch));
    }
}
