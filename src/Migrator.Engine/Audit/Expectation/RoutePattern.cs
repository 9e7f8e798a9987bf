namespace Migrator.Engine.Audit.Expectation;

/// <summary>
/// What a base and a route match together (spec/spin-oci.md 5.3): one path, or a path and all below it.
/// </summary>
/// <param name="Path">The path without its last slash.</param>
/// <param name="IsWildcard">Whether all below it match too.</param>
internal readonly record struct RoutePattern(string Path, bool IsWildcard)
{
    private const string Rest = "/...";

    public static RoutePattern Of(string basePath, string route)
    {
        var rooted = route.StartsWith('/') ? route : "/" + route;
        var whole = WithoutLastSlash(basePath) + WithoutLastSlash(rooted);
        return whole.EndsWith(Rest, StringComparison.Ordinal)
            ? new RoutePattern(whole[..^Rest.Length], true)
            : new RoutePattern(whole, false);
    }

    public override string ToString() => IsWildcard ? Path + Rest : Path.Length == 0 ? "/" : Path;

    private static string WithoutLastSlash(string path) => path.EndsWith('/') ? path[..^1] : path;
}
