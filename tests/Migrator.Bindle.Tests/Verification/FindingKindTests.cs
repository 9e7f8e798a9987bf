using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Tests.Verification;

public sealed class FindingKindTests
{
    private static readonly FindingKind Kind = new("BM2999", FindingLevel.Warning, "a kind for tests");

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("bell\u0007")]
    [InlineData("turned\u202Eback")]
    public void Of_TextWithControls_IsOneLine(string text)
    {
        var finding = Kind.Of(text, text, text);
        Assert.Contains("\\u{", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(finding.ToString(), letter => char.IsControl(letter) || letter == '\u202E');
        Assert.Equal(finding.Message, finding.Subject);
        Assert.Equal(finding.Message, finding.Place);
    }

    [Fact]
    public void Of_LongText_IsNotCut()
    {
        var text = new string('x', 5000) + "\n";
        Assert.StartsWith(new string('x', 5000), Kind.Of("s", text).Message, StringComparison.Ordinal);
    }
}
