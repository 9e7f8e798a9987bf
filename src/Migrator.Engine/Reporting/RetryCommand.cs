using Migrator.Engine.Journal;

namespace Migrator.Engine.Reporting;

/// <summary>What an operator types to go on with a batch.</summary>
public static class RetryCommand
{
    /// <summary>Runs what is open.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="journal">The path of its journal.</param>
    /// <param name="shard">Which part of the plan; null for all.</param>
    /// <returns>The command.</returns>
    public static string Run(BatchPlan plan, string journal, Shard? shard = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(journal);
        // A run starts paths of the batch file from the journal's folder unless it is told another.
        var folder = Path.GetDirectoryName(plan.BatchPath)!;
        var isElsewhere = !folder.Equals(Path.GetDirectoryName(Path.GetFullPath(journal)), StringComparison.Ordinal);
        return $"bindle2oci batch run {Quote(journal)}"
            + (isElsewhere ? $" --folder {Quote(folder)}" : "")
            + (shard is { IsPart: true } ? $" --shard {shard}" : "");
    }

    /// <summary>
    /// Plans again and runs that, which is what it takes for bindles that the plan refuses. The journal stays.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="journal">The path of its journal.</param>
    /// <returns>The command.</returns>
    public static string Plan(BatchPlan plan, string journal)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(journal);
        var next = Path.Combine(
            Path.GetDirectoryName(journal) ?? "", Path.GetFileNameWithoutExtension(journal) + "-again.db");
        return $"bindle2oci batch plan {Quote(plan.BatchPath)} --journal {Quote(next)} && {Run(plan, next)}";
    }

    /// <summary>Says of every bindle what became of it, or will not, and why.</summary>
    /// <param name="journal">The path of the journal.</param>
    /// <returns>The command.</returns>
    public static string Report(string journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        return $"bindle2oci batch report {Quote(journal)}";
    }

    private static string Quote(string path) =>
        path.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '/' or '-' or '_')
            ? path
            : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
