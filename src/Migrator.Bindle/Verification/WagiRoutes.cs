namespace Migrator.Bindle.Verification;

/// <summary>
/// The routes of a Wagi application in the order in which Wagi asks them; the first that matches answers
/// (spec/bindle.md 8.3).
/// </summary>
public sealed class WagiRoutes
{
    /// <summary>The path that Wagi answered itself, before every route.</summary>
    public const string HealthPath = "/healthz";

    /// <summary>Whose <see cref="HealthPath"/> is.</summary>
    public const string HealthCheck = "Wagi's own health check";

    private const string Rest = "/...";
    private readonly Dictionary<string, Entry> _exact = new(StringComparer.Ordinal)
    {
        [HealthPath] = new Entry(-1, HealthCheck, HealthPath),
    };

    // By the hash of their letters, which is made of a path from left to right, once for all prefixes of it.
    private readonly Dictionary<int, List<Entry>> _prefixes = [];
    private readonly HashSet<int> _lengths = [];
    private int _count;

    /// <summary>Says why no request at all matches a route.</summary>
    /// <param name="route">The route.</param>
    /// <returns>The end of a sentence that starts with the route; null when requests can match it.</returns>
    public static string? FindUnreachable(string route)
    {
        ArgumentNullException.ThrowIfNull(route);
        if (!route.StartsWith('/'))
        {
            return "does not begin with '/', so that no request matches it";
        }

        return route.Contains('?', StringComparison.Ordinal)
            ? "has a '?', so that no request matches it: a path ends before the query"
            : null;
    }

    /// <summary>Adds the next route.</summary>
    /// <param name="route">The route: exact, or with <c>/...</c> at its end for all below.</param>
    /// <param name="owner">Whose it is.</param>
    /// <returns>Whose an earlier route is that takes every request of this one; null when there is none.</returns>
    public string? Add(string route, string owner)
    {
        ArgumentNullException.ThrowIfNull(route);
        var isPrefix = route.EndsWith(Rest, StringComparison.Ordinal);
        var path = isPrefix ? route[..^Rest.Length] : route;
        var winner = isPrefix ? FindAbove(path) : Find(path);
        var entry = new Entry(_count++, owner, path);
        if (winner is not null)
        {
            return winner.Owner;
        }

        if (isPrefix)
        {
            AddPrefix(entry);
        }
        else
        {
            _exact.Add(path, entry);
        }

        return null;
    }

    /// <summary>Whose a request is.</summary>
    /// <param name="path">The request's path, nothing decoded.</param>
    /// <returns>The owner of the first route that matches; null when none does.</returns>
    public string? OwnerOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Find(path)?.Owner;
    }

    private Entry? Find(string path)
    {
        var above = FindAbove(path);
        return _exact.GetValueOrDefault(path) is { } exact && (above is null || exact.Order < above.Order)
            ? exact
            : above;
    }

    private void AddPrefix(Entry entry)
    {
        var hash = new HashCode();
        foreach (var letter in entry.Path)
        {
            hash.Add(letter);
        }

        if (!_prefixes.TryGetValue(hash.ToHashCode(), out var entries))
        {
            _prefixes[hash.ToHashCode()] = entries = [];
        }

        entries.Add(entry);
        _lengths.Add(entry.Path.Length);
    }

    // A prefix ends before a slash, or with the path.
    private Entry? FindAbove(string path)
    {
        Entry? first = null;
        var hash = new HashCode();
        for (var end = 0; end <= path.Length; end++)
        {
            if ((end == path.Length || path[end] == '/') && _lengths.Contains(end)
                && _prefixes.TryGetValue(hash.ToHashCode(), out var entries))
            {
                first = FindFirst(entries, path.AsSpan(0, end), first);
            }

            if (end < path.Length)
            {
                hash.Add(path[end]);
            }
        }

        return first;
    }

    private static Entry? FindFirst(List<Entry> entries, ReadOnlySpan<char> prefix, Entry? first)
    {
        foreach (var entry in entries)
        {
            if ((first is null || entry.Order < first.Order) && prefix.SequenceEqual(entry.Path))
            {
                first = entry;
            }
        }

        return first;
    }

    private sealed record Entry(int Order, string Owner, string Path);
}
