using System.Text.Json;
using CsCheck;
using Migrator.Conversion.Spin.Hosts;
using Migrator.Testing;

namespace Migrator.Conversion.Tests.Spin.Hosts;

public sealed class OutboundHostsTests
{
    [Theory]
    [InlineData("h.example", "h.example")]
    [InlineData("H.Example", "h.example")]
    [InlineData("h.example:80", "h.example")]
    [InlineData("h.example:080", "h.example")]
    [InlineData("h.example:", "h.example")]
    [InlineData("h.example:8080", "h.example:8080")]
    [InlineData("https://h.example:443", "h.example")]
    [InlineData("https://h.example:80", "h.example:80")]
    [InlineData("HTTPS://h.example/", "h.example")]
    [InlineData("http:///h.example/.", "h.example")]
    [InlineData("http://h.example/a/..", "h.example")]
    [InlineData("http://h.example\\", "h.example")]
    [InlineData("h.example?q", "h.example")]
    [InlineData("h.example#f", "h.example")]
    [InlineData("h.example ", "h.example")]
    [InlineData("user:word@h.example", "h.example")]
    [InlineData("a@b@h.example", "h.example")]
    [InlineData("%68.example", "h.example")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("BÜCHER.example", "xn--bcher-kva.example")]
    [InlineData("bu\u0308cher.example", "xn--bcher-kva.example")]
    [InlineData("b%C3%BCcher.example", "xn--bcher-kva.example")]
    [InlineData("日本語.jp", "xn--wgv71a119e.jp")]
    [InlineData("日本語。jp", "xn--wgv71a119e.jp")]
    [InlineData("ｈ.example", "h.example")]
    [InlineData("so\u00adft.example", "soft.example")]
    [InlineData("straße.de", "xn--strae-oqa.de")]
    [InlineData("XN--BCHER-KVA.example", "xn--bcher-kva.example")]
    [InlineData("1.2.3.4", "1.2.3.4")]
    [InlineData("127.1", "127.0.0.1")]
    [InlineData("0x7f.1", "127.0.0.1")]
    [InlineData("017700000001", "127.0.0.1")]
    [InlineData("2130706433", "127.0.0.1")]
    [InlineData("1.2.3.4.", "1.2.3.4")]
    [InlineData("https://[::1]:9000", "[::1]:9000")]
    [InlineData("[2001:DB8:0:0:1:0:0:1]", "[2001:db8::1:0:0:1]")]
    [InlineData("[::ffff:1.2.3.4]", "[::ffff:102:304]")]
    [InlineData("[1:0:3:4:5:6:7:8]", "[1:0:3:4:5:6:7:8]")]
    [InlineData("*.example.com", "*.example.com")]
    [InlineData("under_score.example", "under_score.example")]
    public void TryParse_Host_GivesItsUrlForm(string entry, string authority)
    {
        Assert.True(AllowedHttpHost.TryParse(entry, out var host));
        Assert.Equal(authority, host.Authority);
    }

    [Fact]
    public void TryParse_LabelTooLongToEncode_IsNoHost() =>
        Assert.False(AllowedHttpHost.TryParse(new string('a', 20_000) + "\U0001F600", out _));

    [Fact]
    public void TryParse_LongestLabel_IsEncoded() =>
        Assert.True(AllowedHttpHost.TryParse(new string('a', 998) + "\U0001F600", out _));

    [Theory]
    [InlineData("")]
    [InlineData("not a host at all")]
    [InlineData("https://example.com/path")]
    [InlineData("example.com/path")]
    [InlineData("http://h.example//")]
    [InlineData("ftp://h.example")]
    [InlineData("//h.example")]
    [InlineData("h.example//")]
    [InlineData("h.example:port")]
    [InlineData("h.example:65536")]
    [InlineData("http://")]
    [InlineData("user@")]
    [InlineData(":80")]
    [InlineData("h<.example")]
    [InlineData("h%2f.example")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.4.5")]
    [InlineData("4294967296")]
    [InlineData("09.1.1.1.09")]
    [InlineData("[::1")]
    [InlineData("[::1]x")]
    [InlineData("[::1%25eth0]")]
    [InlineData("[1:2]")]
    [InlineData("xn--.example")]
    [InlineData("xn--ü.example")]
    [InlineData("\u0308a.example")]
    [InlineData("a\ufffdb.example")]
    public void TryParse_NoHost_Refuses(string entry) => Assert.False(AllowedHttpHost.TryParse(entry, out _));

    [Fact]
    public void From_Empty_StillAllowsDatabases() =>
        Assert.Equal(["redis://*:*", "mysql://*:*", "postgres://*:*"], OutboundHosts.From([]).AsEnumerable());

    [Fact]
    public void From_AllAllowed_LooksAtNothingElse() =>
        Assert.Equal(
            ["http://*:*", "https://*:*", "http://self"],
            OutboundHosts.From(["not a host", "insecure:allow-all"]).Skip(3));

    [Fact]
    public void From_SelfAndRepeats_KeepsOrderAndRepeats() =>
        Assert.Equal(
            ["http://self", "http://a", "https://a", "http://a", "https://a"],
            OutboundHosts.From(["self:99", "a", "http://a:80"]).Skip(3));

    [Fact]
    public void From_FaultyEntry_IsNotPassedOver() =>
        Assert.Throws<FormatException>(() => OutboundHosts.From(["ok", "a/b"]));

    [Fact]
    public void Of_EveryKindOfEntry_SaysWhatHappens()
    {
        var codes = HostFindings.Of("web", ["self", "*.a", "me:word@a", "A", "plain", "bü"]);

        Assert.Equal(["BM3302", "BM3303", "BM3304", "BM3305", "BM3305"], codes.Select(finding => finding.Code));
        Assert.DoesNotContain(codes, finding => finding.Message.Contains("word", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_AllAllowed_Warns() =>
        Assert.Equal("BM3301", Assert.Single(HostFindings.Of("web", ["insecure:allow-all"])).Code);

    [Fact]
    public void Punycode_AnyLabel_ComesBack() =>
        Gen.String[Gen.OneOf(Gen.Char.AlphaNumeric, Gen.Char['\u00a1', '\ud7ff']), 1, 20]
            .Sample(label => Punycode.Decode(Punycode.Encode(label)) == label);

    [Fact]
    public void Punycode_AboveTheBasicPlane_ComesBack() =>
        Assert.Equal("a😀b", Punycode.Decode(Punycode.Encode("a😀b")));

    [SharedTheory]
    [MemberData(nameof(LockedApps))]
    public void From_GoldenComponent_EqualsSpin3(string app)
    {
        var expected = Metadata(app, "spin3-source.locked.json", "allowed_outbound_hosts").ToList();
        var actual = Metadata(app, "spin1.config.json", "allowed_http_hosts")
            .Select(list => OutboundHosts.From(list).ToArray())
            .ToList();

        // Two components with one id became one in Spin 3.
        if (actual.Count == expected.Count)
        {
            Assert.Equal(expected, actual);
        }
        else
        {
            Assert.All(expected, hosts => Assert.Contains(actual, other => other.SequenceEqual(hosts)));
        }
    }

    public static TheoryData<string> LockedApps() =>
    [
        .. GoldenApp.WithBindle.Where(app => File.Exists(GoldenApp.FileOf(app, "spin1.config.json")))
            .Where(app => File.Exists(GoldenApp.FileOf(app, "spin3-source.locked.json"))),
    ];

    private static IEnumerable<string[]> Metadata(string app, string file, string key)
    {
        using var locked = JsonDocument.Parse(GoldenApp.Text(app, file));
        return [.. locked.RootElement.GetProperty("components").EnumerateArray()
            .Select(component => component.GetProperty("metadata").GetProperty(key).EnumerateArray())
            .Select(list => list.Select(host => host.GetString()!).ToArray())];
    }
}
