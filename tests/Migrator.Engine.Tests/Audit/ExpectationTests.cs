using Migrator.Engine.Audit;
using Migrator.Engine.Audit.Expectation;
using Migrator.Engine.Audit.Reading;

namespace Migrator.Engine.Tests.Audit;

/// <summary>The small rules that the audit recomputes, by rows of the specification.</summary>
public sealed class ExpectationTests
{
    [Theory]
    [InlineData("/", "/...", "/...")]
    [InlineData("/", "/", "/")]
    [InlineData("/", "foo", "/foo")]
    [InlineData("/b/", "/", "/b")]
    [InlineData("/b", "/x/", "/b/x")]
    [InlineData("/b", "/...", "/b/...")]
    [InlineData("/", "/foo...", "/foo...")]
    [InlineData("/", "/.../x", "/.../x")]
    public void RoutePattern_BaseAndRoute_MatchTogether(string basePath, string route, string expected)
    {
        var pattern = RoutePattern.Of(basePath, route);

        Assert.Equal(expected, pattern.ToString());
        Assert.Equal(pattern, RoutePattern.Of("/", expected));
    }

    [Fact]
    public void RoutePattern_DotsWithoutSlash_IsNoWildcard() =>
        Assert.False(RoutePattern.Of("/", "/foo...").IsWildcard);

    [Theory]
    [InlineData("api.example.com", "http://api.example.com", "https://api.example.com")]
    [InlineData("HTTPS://API.Example.com/", "http://api.example.com", "https://api.example.com")]
    [InlineData("h:80", "http://h", "https://h")]
    [InlineData("https://h:443", "http://h", "https://h")]
    [InlineData("https://h:80", "http://h:80", "https://h:80")]
    [InlineData("h:443", "http://h:443", "https://h:443")]
    [InlineData("http://user:word@h:8080", "http://h:8080", "https://h:8080")]
    [InlineData("http://[::1]:3000", "http://[::1]:3000", "https://[::1]:3000")]
    [InlineData("http://[::1]", "http://[::1]", "https://[::1]")]
    [InlineData("münchen.example", "http://xn--mnchen-3ya.example", "https://xn--mnchen-3ya.example")]
    [InlineData("日本.example", "http://xn--wgv71a.example", "https://xn--wgv71a.example")]
    [InlineData("self", "http://self")]
    [InlineData("http://self:3000", "http://self")]
    public void OutboundHosts_OneHost_AllowWhatItAllowed(string host, params string[] expected) =>
        Assert.Equal(
            ["redis://*:*", "mysql://*:*", "postgres://*:*", .. expected],
            OutboundHosts.Of([host]).AsEnumerable());

    [Fact]
    public void OutboundHosts_LabelTooLongToEncode_IsAFault() =>
        Assert.Throws<ArtifactFormatException>(() => OutboundHosts.Of([new string('a', 20_000) + "\U0001F600"]));

    [Fact]
    public void OutboundHosts_AllowAll_LeaveTheOthersOut() =>
        Assert.Equal(
            ["redis://*:*", "mysql://*:*", "postgres://*:*", "http://*:*", "https://*:*", "http://self"],
            OutboundHosts.Of(["h", "insecure:allow-all"]).AsEnumerable());

    [Fact]
    public void FindingList_ManyOfAKind_TellsHowManyMore()
    {
        var findings = new FindingList();
        for (var i = 0; i < FindingList.MaxPerKind + 7; i++)
        {
            findings.Add(AuditFindings.FileMissing, "file", "It is\nnot there.");
        }

        var all = findings.ToImmutable();

        Assert.Equal(FindingList.MaxPerKind + 1, all.Length);
        Assert.Equal("It is\\u000anot there.", all[0].Message);
        Assert.Contains("7 more findings BM4530", all[^1].Message, StringComparison.Ordinal);
    }
}
