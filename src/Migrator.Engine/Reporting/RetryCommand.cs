using Migrator.Engine.Journal;
using Migrator.Shared;

namespace Migrator.Engine.Reporting;

/// <summary>What an operator types to go on with a batch.</summary>
public static class RetryCommand
{
    /// <summary>Runs what is open.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="journal">The path of its journal.</param>
    /// <param name="shard">Which part of the plan; null for all.</param>
    /// <param name="folder">
    /// The folder that paths of the batch file start from; null for the file's own, empty for the journal's, wherever
    /// that lies now.
    /// </param>
    /// <param name="flags">
    /// The options by which a run reaches its places, as a shell reads them; null for those of the plan.
    /// </param>
    /// <returns>The command.</returns>
    public static string Run(
        BatchPlan plan, string journal, Shard? shard = null, string? folder = null, string? flags = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(journal);
        // A run starts paths of the batch file from the journal's folder unless it is told another.
        folder = Path.TrimEndingDirectorySeparator(folder ?? Path.GetDirectoryName(plan.BatchPath) ?? "");
        var isElsewhere = folder.Length > 0
            && !folder.Equals(Path.GetDirectoryName(Path.GetFullPath(journal)), StringComparison.Ordinal);
        return $"bindle2oci batch run {ShellWords.Quote(journal)}"
            + (isElsewhere ? $" --folder {ShellWords.Quote(folder)}" : "")
            + (shard is { IsPart: true } ? $" --shard {shard}" : "")
            + After(flags ?? plan.Flags);
    }

    /// <summary>
    /// Plans again and runs that, which is what it takes for bindles that the plan refuses. The journal stays.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="journal">The path of its journal.</param>
    /// <param name="flags">The options of its last run; null for those of the plan.</param>
    /// <returns>The command.</returns>
    public static string Plan(BatchPlan plan, string journal, string? flags = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(journal);
        var next = Path.Combine(
            Path.GetDirectoryName(journal) ?? "", Path.GetFileNameWithoutExtension(journal) + "-again.db");
        return $"bindle2oci batch plan {ShellWords.Quote(plan.BatchPath)} --journal {ShellWords.Quote(next)}"
            + $"{After(plan.Flags)} && {Run(plan, next, flags: flags)}";
    }

    /// <summary>Says of every bindle what became of it, or will not, and why.</summary>
    /// <param name="journal">The path of the journal.</param>
    /// <returns>The command.</returns>
    public static string Report(string journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        return $"bindle2oci batch report {ShellWords.Quote(journal)}";
    }

    /// <summary>Options as <see cref="Run"/> takes them.</summary>
    /// <param name="words">Their words.</param>
    /// <returns>The words as a shell reads them; empty for none.</returns>
    public static string Flags(IEnumerable<string> words) => ShellWords.Join(words);

    private static string After(string flags) => flags.Length == 0 ? "" : " " + flags;
}
