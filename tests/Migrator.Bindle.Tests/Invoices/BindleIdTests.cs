using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Tests.Invoices;

public sealed class BindleIdTests
{
    // The vectors of spec/bindle.md 3.4, less the first, of which a digit is missing there.
    [Theory]
    [InlineData("example.com/foo/1.2.3", "f39444733bc4badc9bde0017373806b5412b236e0353d71a45c51ba3da6e8f23")]
    [InlineData("enterprise.com/warpcore/1.0.0", "1927aefa8fdc8327499e918300e2e49ecb271321530cc5881fcd069ca8372dcd")]
    [InlineData("mybindle/0.1.0", "a040d0a42cfe306d5ff63acfb3caddd002f70926d169bfa1d3868be4dbe1332e")]
    [InlineData("käse/1.0.0", "a9e99c7fd567c1e5f43f649b9df6230512eb6c332b02b16cff9f3d78aaea7a8f")]
    [InlineData("foo/1.0.0+build.5", "69a64b98344a6f055e80a54990291040fa4726c3fae0768e3586e2e2b3e4a7d8")]
    public void StorageKey_KnownId_IsTheReferences(string id, string key) =>
        Assert.Equal(key, BindleId.Parse(id).StorageKey);

    [Fact]
    public void StorageKey_EmptyName_IsTheReferences() => Assert.Equal(
        "161a7f947dd35b881bf744442b3bd5b3156218f181c5694b14a55b520b4d81e1",
        new BindleId("", BindleVersion.Parse("1.0.0")).StorageKey);

    [Theory]
    [InlineData("//1.0.0", "/")]
    [InlineData("foo//1.0.0", "foo/")]
    [InlineData("../foo/1.0.0", "../foo")]
    [InlineData(" foo/1.0.0", " foo")]
    [InlineData("foo@bar/1.0.0", "foo@bar")]
    [InlineData("bindle:foo/1.0.0", "bindle:foo")]
    [InlineData("FOO/1.0.0", "FOO")]
    public void TryParse_OddButAccepted_SplitsAtTheLastSlash(string text, string name)
    {
        Assert.True(BindleId.TryParse(text, out var id));
        Assert.Equal((name, text), (id.Name, id.ToString()));
    }

    [Theory]
    [InlineData("1.0.0")]
    [InlineData("/1.0.0")]
    [InlineData("foo/")]
    [InlineData("foo/1.0.0/")]
    [InlineData("foo/1.0")]
    [InlineData("foo/v1.0.0")]
    [InlineData("foo/latest")]
    [InlineData("")]
    [InlineData(null)]
    public void TryParse_Refused_IsRefused(string? text) => Assert.False(BindleId.TryParse(text, out _));
}
