namespace Migrator.Conversion.Spin.Routes;

/// <summary>
/// For each route of an application the nearest later one that is the same, or wider. All are found in one pass from
/// the end, so that many routes cost little more than few.
/// </summary>
internal sealed class LaterRoutes
{
    private readonly Dictionary<RoutePattern, int> _same = [];
    private readonly Dictionary<string, int> _wildcards = new(StringComparer.Ordinal);
    private readonly HashSet<int> _lengths = [];

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
            _wildcards[pattern.Prefix] = at;
            _lengths.Add(pattern.Prefix.Length);
        }
    }

    // A wildcard covers what lies below its prefix. Only lengths that some prefix has are looked up, so that a route of
    // nothing but slashes costs no more than others.
    private int? FindWider(RoutePattern pattern)
    {
        var path = pattern.Prefix;
        int? first = !pattern.IsWildcard && _wildcards.TryGetValue(path, out var own) ? own : null;
        var wildcards = _wildcards.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '/' && _lengths.Contains(i)
                && wildcards.TryGetValue(path.AsSpan(0, i), out var at) && !(first < at))
            {
                first = at;
            }
        }

        return first;
    }
}
