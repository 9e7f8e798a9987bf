namespace Migrator.Conversion.Spin.Routes;

/// <summary>Whom Spin 0.9 and later give a request: the exact route, else the longest wildcard (spec/spin-oci.md 5.3).
/// </summary>
internal sealed class SpinRoutes
{
    private readonly Dictionary<string, string> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _wildcards = new(StringComparer.Ordinal);
    private readonly HashSet<int> _lengths = [];

    /// <summary>Adds a route.</summary>
    /// <param name="pattern">The route.</param>
    /// <param name="owner">Whose it is.</param>
    /// <returns>Whose the same route is already; null, and added, when it is nobody's.</returns>
    public string? Add(RoutePattern pattern, string owner)
    {
        var routes = pattern.IsWildcard ? _wildcards : _exact;
        if (pattern.IsWildcard)
        {
            _lengths.Add(pattern.Prefix.Length);
        }

        return routes.TryAdd(pattern.Prefix, owner) ? null : routes[pattern.Prefix];
    }

    /// <summary>Whose a request is.</summary>
    /// <param name="path">The raw path of the request, without query.</param>
    /// <returns>The owner; null when no route matches.</returns>
    public string? OwnerOf(string path)
    {
        var plain = RoutePattern.StripSlash(path);
        return _exact.GetValueOrDefault(plain) ?? _wildcards.GetValueOrDefault(plain) ?? OwnerAbove(plain);
    }

    // The longest wildcard. Only lengths that some prefix has are looked up, so that a path of nothing but slashes costs
    // no more than others.
    private string? OwnerAbove(string path)
    {
        var wildcards = _wildcards.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var end = path.Length - 1; end >= 0; end--)
        {
            if (path[end] == '/' && _lengths.Contains(end)
                && wildcards.TryGetValue(path.AsSpan(0, end), out var owner))
            {
                return owner;
            }
        }

        return null;
    }
}
