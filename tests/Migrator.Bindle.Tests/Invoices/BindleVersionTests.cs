using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Tests.Invoices;

public sealed class BindleVersionTests
{
    [Theory]
    [InlineData("18446744073709551615.0.0")]
    [InlineData("1.0.0-rc.1+b")]
    [InlineData("1.0.0+001")]
    [InlineData("0.0.0--")]
    public void TryParse_StrictVersion_KeepsItsText(string text)
    {
        Assert.True(BindleVersion.TryParse(text, out var version));
        Assert.Equal(text, version.Text);
    }

    [Theory]
    [InlineData("18446744073709551616.0.0")]
    [InlineData("1.0")]
    [InlineData("v1.0.0")]
    [InlineData("01.0.0")]
    [InlineData("1.0.0-01")]
    [InlineData(" 1.0.0")]
    [InlineData("1.0.0-ä")]
    [InlineData("")]
    public void TryParse_OtherText_IsRefused(string text) => Assert.False(BindleVersion.TryParse(text, out _));

    [Fact]
    public void Equality_BuildMetadata_Counts() =>
        Assert.NotEqual(BindleVersion.Parse("1.2.3"), BindleVersion.Parse("1.2.3+b"));

    [Fact]
    public void CompareTo_Precedence_IsSemVers()
    {
        string[] expected =
            ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-rc.1", "1.0.0", "1.0.0+b", "1.2.0", "1.10.0"];

        var sorted = expected.Reverse().Select(BindleVersion.Parse).Order().Select(version => version.Text);

        Assert.Equal(expected, sorted);
    }

    [Theory]
    [InlineData("1.2.0-rc.1+q0a1b2c3", "1.2.0-rc.1", "q0a1b2c3")]
    [InlineData("1.2.0", "1.2.0", "")]
    public void WithoutBuild_AnyVersion_IsWhatTheAuthorWrote(string text, string without, string build)
    {
        var version = BindleVersion.Parse(text);

        Assert.Equal((without, build), (version.WithoutBuild, version.Build));
    }
}
