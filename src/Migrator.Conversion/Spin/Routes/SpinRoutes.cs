using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin.Routes;

/// <summary>Whom Spin 0.9 and later give a request: the exact route, else the longest wildcard (spec/spin-oci.md 5.3).
/// </summary>
internal sealed class SpinRoutes
{
    private readonly Dictionary<string, string> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _wildcards = new(StringComparer.Ordinal);
    private readonly RoutePrefixes _longest = new();

    /// <summary>Adds a route.</summary>
    /// <param name="pattern">The route.</param>
    /// <param name="owner">Whose it is.</param>
    /// <returns>Whose the same route is already; null, and added, when it is nobody's.</returns>
    public string? Add(RoutePattern pattern, string owner)
    {
        if (pattern.IsWildcard)
        {
            _longest.Set(pattern.Prefix, -pattern.Prefix.Length);
        }

        var routes = pattern.IsWildcard ? _wildcards : _exact;
        return routes.TryAdd(pattern.Prefix, owner) ? null : routes[pattern.Prefix];
    }

    /// <summary>Whose a request is.</summary>
    /// <param name="path">The raw path of the request, without query.</param>
    /// <returns>The owner; null when no route matches.</returns>
    public string? OwnerOf(string path)
    {
        var plain = RoutePattern.StripSlash(path);
        if (_exact.TryGetValue(plain, out var exact))
        {
            return exact;
        }

        return _longest.FindLowest(plain, orItself: true) is { } rank ? _wildcards[plain[..-rank]] : null;
    }
}
