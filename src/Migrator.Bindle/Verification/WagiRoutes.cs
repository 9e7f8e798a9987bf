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
        [HealthPath] = new Entry(-1, HealthCheck),
    };

    private readonly Dictionary<string, Entry> _prefixes = new(StringComparer.Ordinal);
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
        var entry = new Entry(_count++, owner);
        if (isPrefix && _prefixes.TryAdd(path, entry))
        {
            _lengths.Add(path.Length);
        }
        else if (!isPrefix)
        {
            _exact.TryAdd(path, entry);
        }

        return winner?.Owner;
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

    // Only lengths that some prefix has are looked up, so that a path of nothing but slashes costs no more than others.
    private Entry? FindAbove(string path)
    {
        var first = _prefixes.GetValueOrDefault(path);
        var prefixes = _prefixes.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '/' && _lengths.Contains(i) && prefixes.TryGetValue(path.AsSpan(0, i), out var entry)
                && (first is null || entry.Order < first.Order))
            {
                first = entry;
            }
        }

        return first;
    }

    private sealed record Entry(int Order, string Owner);
}
