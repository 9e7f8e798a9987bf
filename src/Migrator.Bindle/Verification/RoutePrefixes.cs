namespace Migrator.Bindle.Verification;

/// <summary>
/// Prefixes of paths, each with its rank. Which of them stand above a path is found in one pass over its letters, so
/// that thousands of deep routes cost what their text does.
/// </summary>
public sealed class RoutePrefixes
{
    // By the hash of their letters, which is made of a path from left to right, once for all that is above it.
    private readonly Dictionary<int, List<Entry>> _entries = [];
    private readonly HashSet<int> _lengths = [];

    /// <summary>Adds a prefix, or changes its rank.</summary>
    /// <param name="prefix">The prefix, without a slash at its end.</param>
    /// <param name="rank">Its rank.</param>
    public void Set(string prefix, int rank)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var hash = new HashCode();
        foreach (var letter in prefix)
        {
            hash.Add(letter);
        }

        if (!_entries.TryGetValue(hash.ToHashCode(), out var entries))
        {
            _entries[hash.ToHashCode()] = entries = [];
        }

        entries.RemoveAll(entry => entry.Prefix == prefix);
        entries.Add(new Entry(prefix, rank));
        _lengths.Add(prefix.Length);
    }

    /// <summary>Finds the lowest rank of all that stands above a path, before one of its slashes.</summary>
    /// <param name="path">The path, nothing decoded.</param>
    /// <param name="orItself">Whether a prefix that is the whole path counts too.</param>
    /// <returns>The rank; null when nothing is above it.</returns>
    public int? FindLowest(string path, bool orItself)
    {
        ArgumentNullException.ThrowIfNull(path);
        var candidates = new List<Entry>();
        var hash = new HashCode();
        for (var end = 0; end < path.Length; end++)
        {
            if (path[end] == '/')
            {
                AddCandidates(hash, end, candidates);
            }

            hash.Add(path[end]);
        }

        if (orItself)
        {
            AddCandidates(hash, path.Length, candidates);
        }

        // What has the hash of a prefix is one, as a rule, so that few are compared letter by letter.
        return candidates.OrderBy(entry => entry.Rank)
            .FirstOrDefault(entry => path.StartsWith(entry.Prefix, StringComparison.Ordinal))?.Rank;
    }

    private void AddCandidates(HashCode hash, int length, List<Entry> candidates)
    {
        if (_lengths.Contains(length) && _entries.TryGetValue(hash.ToHashCode(), out var entries))
        {
            candidates.AddRange(entries.Where(entry => entry.Prefix.Length == length));
        }
    }

    private sealed record Entry(string Prefix, int Rank);
}
