namespace Migrator.Conversion.Spin.Routes;

/// <summary>What a route of an HTTP component matches, base included (spec/spin-oci.md 5.3).</summary>
/// <param name="Prefix">The path, or what all paths of a wildcard start with; without final <c>/...</c>.</param>
/// <param name="IsWildcard">Whether everything below the prefix matches too.</param>
internal sealed record RoutePattern(string Prefix, bool IsWildcard)
{
    private const string Rest = "/...";

    /// <summary>Reads a route below a base.</summary>
    /// <param name="basePath">The application's base, <c>/</c> when it has none.</param>
    /// <param name="route">The component's route.</param>
    /// <returns>The pattern.</returns>
    public static RoutePattern Of(string basePath, string route)
    {
        var path = StripSlash(basePath) + StripSlash(route.StartsWith('/') ? route : "/" + route);
        return path.EndsWith(Rest, StringComparison.Ordinal)
            ? new RoutePattern(path[..^Rest.Length], IsWildcard: true)
            : new RoutePattern(path, IsWildcard: false);
    }

    /// <summary>Writes a route that below the base <c>/</c> matches what this one matches below its own base.</summary>
    /// <param name="basePath">The application's base.</param>
    /// <param name="route">The component's route.</param>
    /// <returns>The route; unchanged when the base adds nothing.</returns>
    public static string Fold(string basePath, string route)
    {
        if (basePath is "/" or "")
        {
            return route;
        }

        var pattern = Of(basePath, route);
        if (pattern.IsWildcard)
        {
            return pattern.Prefix + Rest;
        }

        // Reading a route takes one final slash away.
        return pattern.Prefix.Length == 0 || pattern.Prefix.EndsWith('/') ? pattern.Prefix + "/" : pattern.Prefix;
    }

    /// <summary>Whether a request's path matches; letter for letter, nothing decoded.</summary>
    /// <param name="path">The raw path of the request, without query.</param>
    public bool Matches(string path)
    {
        var plain = StripSlash(path);
        return plain == Prefix || (IsWildcard && plain.StartsWith(Prefix + "/", StringComparison.Ordinal));
    }

    /// <summary>
    /// Finds plain text that Spin 2.5 and later take for a placeholder; their path library cuts at dots as well as at
    /// slashes, and takes <c>:name</c> and <c>*name</c> for names of what stands there.
    /// </summary>
    /// <returns>The first such part; null when there is none.</returns>
    public string? FindPlaceholder() =>
        Prefix.Split('/', '.').FirstOrDefault(part => part.StartsWith(':') || part.StartsWith('*'));

    /// <summary>The pattern as a route.</summary>
    /// <returns><c>/a/...</c> or <c>/a</c>.</returns>
    public override string ToString() => IsWildcard ? Prefix + Rest : Prefix.Length == 0 ? "/" : Prefix;

    /// <summary>A path without one final slash, which Spin does not look at.</summary>
    public static string StripSlash(string path) => path.EndsWith('/') ? path[..^1] : path;
}
