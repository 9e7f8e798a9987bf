using CsCheck;
using Migrator.Conversion.Spin.Routes;

namespace Migrator.Conversion.Tests.Spin.Routes;

public sealed class LaterRoutesTests
{
    private static readonly Gen<string> Route =
        Gen.Int[0, 4].Select(at => new[] { "/", "/a", "/b", "/...", "/.../" }[at]).Array[0, 4].Select(string.Concat);

    [Theory]
    [InlineData("/...", "/a", true)]
    [InlineData("/...", "/", true)]
    [InlineData("/a/...", "/a", true)]
    [InlineData("/a/...", "/a/b/...", true)]
    [InlineData("/a", "/a/...", false)]
    [InlineData("/a/...", "/ab", false)]
    [InlineData("/a/...", "/", false)]
    public void Of_Pair_FindsTheWider(string wide, string narrow, bool expected)
    {
        var found = LaterRoutes.Of([RoutePattern.Of("/", narrow), RoutePattern.Of("/", wide)]);

        Assert.Null(found[0].Same);
        Assert.Equal(expected ? 1 : null, found[0].Wider);
        Assert.Equal(default, found[1]);
    }

    [Fact]
    public void Of_AnyRoutes_FindsWhatLookingAtEveryPairFinds() =>
        Route.Array[0, 8].Sample(routes =>
        {
            RoutePattern[] patterns = [.. routes.Select(route => RoutePattern.Of("/", route))];
            return LaterRoutes.Of(patterns).SequenceEqual(Enumerable.Range(0, patterns.Length).Select(at => (
                FirstAfter(at, patterns, pattern => pattern == patterns[at]),
                FirstAfter(at, patterns, pattern => pattern != patterns[at] && Covers(pattern, patterns[at])))));
        });

    // The answer must come at once; every pair of these would be 3,200,000,000.
    [Fact]
    public void Of_ManyRoutes_DoesNotLookAtEveryPair()
    {
        RoutePattern[] patterns = [.. Enumerable.Range(0, 80_000).Select(i => RoutePattern.Of("/", $"/a/{i}/..."))];

        Assert.All(LaterRoutes.Of(patterns), found => Assert.Equal(default, found));
    }

    private static int? FirstAfter(int at, RoutePattern[] patterns, Func<RoutePattern, bool> isWanted) =>
        Enumerable.Range(at + 1, patterns.Length - at - 1).Where(i => isWanted(patterns[i])).Cast<int?>()
            .FirstOrDefault();

    private static bool Covers(RoutePattern wide, RoutePattern narrow) => wide.IsWildcard
        && ((!narrow.IsWildcard && wide.Prefix == narrow.Prefix)
            || narrow.Prefix.StartsWith(wide.Prefix + "/", StringComparison.Ordinal));
}
