using CsCheck;
using Migrator.Conversion.Spin.Routes;

namespace Migrator.Conversion.Tests.Spin.Routes;

public sealed class SpinRoutesTests
{
    private static readonly Gen<string> Route =
        Gen.Int[0, 4].Select(at => new[] { "/", "/a", "/b", "/...", "/.../" }[at]).Array[1, 4].Select(string.Concat);

    [Fact]
    public void OwnerOf_AnyPath_IsTheExactRouteElseTheLongestWildcardThatMatches() =>
        Gen.Select(Route.Array[0, 8], Route).Sample((routes, path) =>
        {
            var added = new SpinRoutes();
            RoutePattern[] patterns = [.. routes.Select(route => RoutePattern.Of("/", route))];
            foreach (var pattern in patterns)
            {
                added.Add(pattern, pattern.ToString());
            }

            var best = patterns.Where(pattern => pattern.Matches(path))
                .OrderBy(pattern => pattern.IsWildcard)
                .ThenByDescending(pattern => pattern.Prefix.Length)
                .FirstOrDefault();
            return added.OwnerOf(path) == best?.ToString();
        });

    // Cutting the path at every slash takes 5 * 10^11 steps.
    [Fact]
    public void OwnerOf_PathOfAMillionSlashes_LooksUpOnlyLengthsThatRoutesHave()
    {
        var routes = new SpinRoutes();
        routes.Add(RoutePattern.Of("/", "/a/..."), "a");
        routes.Add(RoutePattern.Of("/", "/..."), "all");

        Assert.Equal("all", routes.OwnerOf(new string('/', 1_000_000)));
    }
}
