namespace Migrator.Cli.Commands;

/// <summary>What somebody meant who has typed a word that is not known.</summary>
internal static class Typo
{
    private const int MinPrefix = 3;

    /// <summary>The end of a message about the word; empty when nothing is like it.</summary>
    /// <param name="word">What was typed.</param>
    /// <param name="known">What would have been understood.</param>
    public static string Hint(string word, IReadOnlyCollection<string> known) =>
        Nearest(word, known) is { Count: > 0 } nearest ? $" Did you mean {string.Join(" or ", nearest)}?" : "";

    // Those with the fewest letters wrong, and else those that begin so; hyphens before them are no letters.
    private static List<string> Nearest(string word, IReadOnlyCollection<string> known)
    {
        var typed = word.TrimStart('-');
        var most = typed.Length <= 4 ? 1 : 2;
        var near = known.Select(it => (Word: it, Letters: it.TrimStart('-')))
            .Where(it => Math.Abs(it.Letters.Length - typed.Length) <= most)
            .Select(it => (it.Word, Steps: Steps(typed, it.Letters)))
            .Where(it => it.Steps <= most)
            .ToList();
        return near.Count > 0
            ? [.. near.Where(it => it.Steps == near.Min(other => other.Steps)).Select(it => it.Word)]
            : typed.Length < MinPrefix ? []
            : [.. known.Where(it => it.TrimStart('-').StartsWith(typed, StringComparison.Ordinal))];
    }

    // Letters left out, added, wrong, or two that changed places (optimal string alignment).
    private static int Steps(string typed, string meant)
    {
        var steps = new int[typed.Length + 1, meant.Length + 1];
        for (var i = 0; i <= typed.Length; i++)
        {
            for (var j = 0; j <= meant.Length; j++)
            {
                steps[i, j] = i == 0 || j == 0 ? i + j : Fewest(steps, typed, meant, i, j);
            }
        }

        return steps[typed.Length, meant.Length];
    }

    private static int Fewest(int[,] steps, string typed, string meant, int i, int j)
    {
        var wrong = steps[i - 1, j - 1] + (typed[i - 1] == meant[j - 1] ? 0 : 1);
        var fewest = Math.Min(wrong, Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1);
        var isSwapped = i > 1 && j > 1 && typed[i - 1] == meant[j - 2] && typed[i - 2] == meant[j - 1];
        return isSwapped ? Math.Min(fewest, steps[i - 2, j - 2] + 1) : fewest;
    }
}
