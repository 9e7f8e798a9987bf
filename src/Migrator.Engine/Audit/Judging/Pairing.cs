namespace Migrator.Engine.Audit.Judging;

/// <summary>Which item of one list belongs to which of another.</summary>
internal static class Pairing
{
    /// <summary>
    /// Pairs by position when there are as many; else by id, so that one item too few does not make all later ones
    /// differ.
    /// </summary>
    /// <param name="expected">The ids expected, in order.</param>
    /// <param name="actual">The ids found, in order.</param>
    /// <param name="same">Which ids are the same.</param>
    /// <returns>Positions; a missing partner is -1.</returns>
    public static IReadOnlyList<(int Expected, int Actual)> Of(
        IReadOnlyList<string> expected, IReadOnlyList<string> actual, IEqualityComparer<string> same)
    {
        if (expected.Count == actual.Count)
        {
            return [.. expected.Select((_, index) => (index, index))];
        }

        var free = Enumerable.Range(0, actual.Count).ToList();
        var pairs = new List<(int Expected, int Actual)>();
        for (var i = 0; i < expected.Count; i++)
        {
            var at = free.FindIndex(index => same.Equals(actual[index], expected[i]));
            pairs.Add((i, at < 0 ? -1 : free[at]));
            if (at >= 0)
            {
                free.RemoveAt(at);
            }
        }

        return [.. pairs, .. free.Select(index => (-1, index))];
    }
}
