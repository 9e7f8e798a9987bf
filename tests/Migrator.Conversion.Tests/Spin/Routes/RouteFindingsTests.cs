using Migrator.Conversion.Spin.Routes;

namespace Migrator.Conversion.Tests.Spin.Routes;

public sealed class RouteFindingsTests
{
    [Theory]
    [InlineData("/.well-known/spin/health", "BM3310", "health check")]
    [InlineData("/.well-known/spin/info", "BM3310", "description of the app")]
    [InlineData("/.well-known/spin/other/", "BM3310", "not found")]
    [InlineData("/.well-known/spin/...", "BM3310", "no request")]
    [InlineData("/.well-known/spin/x/...", "BM3310", "no request")]
    [InlineData("/.well-known/...", "BM3311", "/.well-known/spin/")]
    [InlineData("/.well-known/spin", "BM3312", "final slash")]
    [InlineData("/healthz", "BM3313", "/healthz")]
    [InlineData("/x/:id", "BM3316", ":id")]
    [InlineData("/x/*", "BM3316", "*")]
    [InlineData("/x.:ext", "BM3316", ":ext")]
    public void Of_OneRoute_SaysIt(string route, string code, string part)
    {
        var finding = Assert.Single(RouteFindings.Of("/", [new ComponentRoute("web", route)]));

        Assert.Equal(code, finding.Code);
        Assert.Equal("component web", finding.Subject);
        Assert.Contains(part, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/well-known/spin/health")]
    [InlineData("/.WELL-KNOWN/spin/health")]
    [InlineData("/.well-known/spinner")]
    [InlineData("/.well-known/acme/...")]
    [InlineData("/a.b/c:d")]
    public void Of_OrdinaryRoute_SaysNothing(string route) =>
        Assert.Empty(RouteFindings.Of("/", [new ComponentRoute("web", route)]));

    [Fact]
    public void Of_Base_IsPartOfTheRoute() =>
        Assert.Equal("BM3310", Assert.Single(RouteFindings.Of("/.well-known", [new("web", "/spin/info")])).Code);

    [Fact]
    public void Of_CatchAll_OnlyMentionsHealthz() =>
        Assert.Equal("BM3313", Assert.Single(RouteFindings.Of("/", [new ComponentRoute("web", "/...")])).Code);

    [Fact]
    public void Of_SeveralRoutesForHealthz_NamesTheOneThatServesIt()
    {
        ComponentRoute[] routes = [new("all", "/..."), new("exact", "/healthz"), new("below", "/healthz/...")];

        var finding = Assert.Single(RouteFindings.Of("/", routes), finding => finding.Code == "BM3313");
        Assert.Equal("component exact", finding.Subject);
    }

    [Fact]
    public void Of_SameRoutes_NamesWinnerAndLoser()
    {
        var finding = Assert.Single(RouteFindings.Of("/", [new("one", "/a"), new("two", "a/")]));

        Assert.Equal("BM3314", finding.Code);
        Assert.Contains("every request goes to two", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SpecificBeforeCatchAll_TellsOfEarlySpin() =>
        Assert.Contains("BM3315", Codes(new("one", "/a"), new("all", "/...")));

    [Fact]
    public void Of_CatchAllBeforeSpecific_IsTheSameEverywhere() =>
        Assert.DoesNotContain("BM3315", Codes(new("all", "/..."), new("one", "/a")));

    private static IEnumerable<string> Codes(params ComponentRoute[] routes) =>
        RouteFindings.Of("/", routes).Select(finding => finding.Code);
}
