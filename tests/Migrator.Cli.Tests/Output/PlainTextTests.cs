using Migrator.Cli.Output;

namespace Migrator.Cli.Tests.Output;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("index.html", "index.html")]
    [InlineData("käse/日本", "käse/日本")]
    [InlineData("a\u001b[31mb", "a\\u001b[31mb")]
    [InlineData("a\r\nb\tc", "a\\u000d\\u000ab\\u0009c")]
    [InlineData("a\u009bb\u007f", "a\\u009bb\\u007f")]
    [InlineData("evil\u202egnp.exe", "evil\\u202egnp.exe")]
    [InlineData("a\u200bb\u2028c", "a\\u200bb\\u2028c")]
    public void Of_Text_HasNothingThatMovesTheCursor(string text, string expected) =>
        Assert.Equal(expected, PlainText.Of(text));

    [Fact]
    public void OfJson_Document_KeepsItsLinesAndTurnsNoText() =>
        Assert.Equal("{\n  \"a\": \"x\\u202ey\"\n}", PlainText.OfJson("{\n  \"a\": \"x\u202ey\"\n}"));

    [Fact]
    public void Of_SafeText_IsTheSameInstance()
    {
        var text = string.Concat("plain", "text");

        Assert.Same(text, PlainText.Of(text));
    }
}
