using CsCheck;
using Migrator.Conversion.Spin.Routes;

namespace Migrator.Conversion.Tests.Spin.Routes;

public sealed class RoutePatternTests
{
    private static readonly Gen<string> Text = 
        Gen.Int[0, 5].Select(at => new[] { "/", "a", "b", ".", "/...", ":x" }[at]).Array[0, 6].Select(string.Concat);

    [Theory]
    [InlineData("/", "/...", "", true)]
    [InlineData("/b/", "/", "/b", false)]
    [InlineData("/b", "/...", "/b", true)]
    [InlineData("/", "/foo...", "/foo...", false)]
    [InlineData("/", "/.../x", "/.../x", false)]
    [InlineData("/", "x", "/x", false)]
    [InlineData("/", "/a/", "/a", false)]
    public void Of_Route_FollowsSpin(string basePath, string route, string prefix, bool wildcard) =>
        Assert.Equal(new RoutePattern(prefix, wildcard), RoutePattern.Of(basePath, route));

    [Theory]
    [InlineData("/", "/x//", "/x//")]
    [InlineData("/test", "/...", "/test/...")]
    [InlineData("/test/", "/hello/...", "/test/hello/...")]
    [InlineData("/test", "/", "/test")]
    [InlineData("/test//", "/", "/test//")]
    public void Fold_Base_GoesIntoTheRoute(string basePath, string route, string folded) =>
        Assert.Equal(folded, RoutePattern.Fold(basePath, route));

    [Fact]
    public void Fold_AnyBaseAndRoute_MatchesTheSame() =>
        Gen.Select(Text, Text).Sample((basePath, route) =>
            RoutePattern.Of("/", RoutePattern.Fold("/" + basePath, route)) == RoutePattern.Of("/" + basePath, route));

    [Theory]
    [InlineData("/...", "/", true)]
    [InlineData("/...", "/a/b", true)]
    [InlineData("/a/...", "/a", true)]
    [InlineData("/a/...", "/a/", true)]
    [InlineData("/a/...", "/ab", false)]
    [InlineData("/a", "/a/", true)]
    [InlineData("/a", "/a/b", false)]
    [InlineData("/a", "/A", false)]
    public void Matches_Path_FollowsSpin(string route, string path, bool expected) =>
        Assert.Equal(expected, RoutePattern.Of("/", route).Matches(path));
}
