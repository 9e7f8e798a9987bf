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

    // Routes in their order; what an earlier one takes whole is not kept. The health check comes before all.
    private readonly List<string> _owners = [HealthCheck];
    private readonly Dictionary<string, int> _exact = new(StringComparer.Ordinal) { [HealthPath] = 0 };
    private readonly RoutePrefixes _prefixes = new();

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
        if ((isPrefix ? _prefixes.FindLowest(path, orItself: true) : Find(path)) is { } winner)
        {
            return _owners[winner];
        }

        if (isPrefix)
        {
            _prefixes.Set(path, _owners.Count);
        }
        else
        {
            _exact.Add(path, _owners.Count);
        }

        _owners.Add(owner);
        return null;
    }

    /// <summary>Whose a request is.</summary>
    /// <param name="path">The request's path, nothing decoded.</param>
    /// <returns>The owner of the first route that matches; null when none does.</returns>
    public string? OwnerOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Find(path) is { } first ? _owners[first] : null;
    }

    private int? Find(string path)
    {
        var above = _prefixes.FindLowest(path, orItself: true);
        return _exact.TryGetValue(path, out var exact) && !(above < exact) ? exact : above;
    }
}
