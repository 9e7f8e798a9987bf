namespace Migrator.Engine.Reporting;

/// <summary>What an operator types to try again.</summary>
internal static class RetryCommand
{
    /// <summary>The command for a journal.</summary>
    /// <param name="journal">Its path.</param>
    /// <param name="isFailed">Whether a run tries again; else only another plan does.</param>
    public static string For(string journal, bool isFailed) => isFailed
        ? $"bindle2oci batch run {Quote(journal)}"
        : $"bindle2oci batch plan BATCH-FILE --journal {Quote(journal)} --replace";

    private static string Quote(string path) =>
        path.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '/' or '-' or '_')
            ? path
            : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
