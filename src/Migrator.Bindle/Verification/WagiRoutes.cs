namespace Migrator.Bindle.Verification;

/// <summary>
/// The routes of a Wagi application in the order in which Wagi asks them; the first that matches answers
/// (spec/bindle.md 8.3).
/// </summary>
internal sealed class WagiRoutes
{
    private const string Rest = "/...";

    private readonly Dictionary<string, string> _exact = new(StringComparer.Ordinal)
    {
        ["/healthz"] = "Wagi's own health check",
    };

    private readonly Dictionary<string, string> _prefixes = new(StringComparer.Ordinal);
    private readonly HashSet<int> _lengths = [];

    /// <summary>Adds the next route.</summary>
    /// <param name="route">The route: exact, or with <c>/...</c> at its end for all below.</param>
    /// <param name="owner">Whose it is.</param>
    /// <returns>Whose an earlier route is that takes every request of this one; null when there is none.</returns>
    public string? Add(string route, string owner)
    {
        var isPrefix = route.EndsWith(Rest, StringComparison.Ordinal);
        var path = isPrefix ? route[..^Rest.Length] : route;
        var winner = FindAbove(path) ?? (isPrefix ? null : _exact.GetValueOrDefault(path));
        if (isPrefix && _prefixes.TryAdd(path, owner))
        {
            _lengths.Add(path.Length);
        }
        else if (!isPrefix)
        {
            _exact.TryAdd(path, owner);
        }

        return winner;
    }

    // Only lengths that some prefix has are looked up, so that a path of nothing but slashes costs no more than others.
    private string? FindAbove(string path)
    {
        if (_prefixes.TryGetValue(path, out var same))
        {
            return same;
        }

        var prefixes = _prefixes.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '/' && _lengths.Contains(i) && prefixes.TryGetValue(path.AsSpan(0, i), out var owner))
            {
                return owner;
            }
        }

        return null;
    }
}
