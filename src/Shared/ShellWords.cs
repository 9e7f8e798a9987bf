namespace Migrator.Shared;

/// <summary>Words of a command line as a shell reads them back.</summary>
internal static class ShellWords
{
    private const string Plain = "./-_:,@+";

    /// <summary>Words with blanks between them.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    /// <summary>One word.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || Plain.Contains(letter))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
