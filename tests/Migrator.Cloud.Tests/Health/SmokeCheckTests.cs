using Migrator.Cloud.Health;

namespace Migrator.Cloud.Tests.Health;

/// <summary>What may be asked for as a check of the user's own.</summary>
public sealed class SmokeCheckTests
{
    [Theory]
    [InlineData("/ping", true)]
    [InlineData("http://shop.example.com", true)]
    [InlineData("https://shop.example.com:8443/ping?a=b", true)]
    [InlineData("https://user:secret@shop.example.com/", false)]
    [InlineData("ftp://shop.example.com/", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("ping", false)]
    [InlineData("https://", false)]
    [InlineData("", false)]
    public void SmokeCheck_Address_IsAPathOrAWebAddress(string text, bool expected) =>
        Assert.Equal(expected, SmokeCheck.IsAddress(text));
}
