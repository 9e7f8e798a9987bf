using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin.Routes;

/// <summary>
/// For each route of an application the nearest later one that is the same, or wider. All are found in one pass from
/// the end, so that many routes cost little more than few.
/// </summary>
internal sealed class LaterRoutes
{
    private readonly Dictionary<RoutePattern, int> _same = [];
    private readonly RoutePrefixes _wildcards = new();

    private LaterRoutes()
    {
    }

    /// <summary>Finds them.</summary>
    /// <param name="patterns">The routes, in order.</param>
    /// <returns>
    /// For each route the index of the first later one that equals it, and of the first later wildcard that covers it.
    /// </returns>
    public static (int? Same, int? Wider)[] Of(RoutePattern[] patterns)
    {
        var later = new LaterRoutes();
        var found = new (int? Same, int? Wider)[patterns.Length];
        for (var i = patterns.Length - 1; i >= 0; i--)
        {
            found[i] = (later._same.TryGetValue(patterns[i], out var same) ? same : null, later.FindWider(patterns[i]));
            later.Add(patterns[i], i);
        }

        return found;
    }

    private void Add(RoutePattern pattern, int at)
    {
        _same[pattern] = at;
        if (pattern.IsWildcard)
        {
            _wildcards.Set(pattern.Prefix, at);
        }
    }

    // A wildcard covers what lies below its prefix, and an exact route that is its prefix.
    private int? FindWider(RoutePattern pattern) =>
        _wildcards.FindLowest(pattern.Prefix, orItself: !pattern.IsWildcard);
}
