namespace Migrator.Cli.Tests;

/// <summary>What the environment makes of the command.</summary>
public sealed class CompositionTests
{
    [Theory]
    [InlineData("", false, true, true, false)]
    [InlineData("TERM=xterm-256color", false, true, true, false)]
    [InlineData("TERM=dumb", false, false, false, false)]
    [InlineData("NO_COLOR=1", false, true, false, false)]
    [InlineData("NO_COLOR=", false, true, true, false)]
    [InlineData("CI=true", false, false, false, true)]
    [InlineData("CI=", false, true, true, false)]
    [InlineData("", true, false, false, false)]
    [InlineData("CI=1", true, false, false, true)]
    public void From_AnEnvironment_ChoosesProgressColorAndSummaries(
        string setting, bool isErrorRedirected, bool showsProgress, bool usesColor, bool isTerse)
    {
        var context = Composition.From(name => ValueOf(setting, name), isErrorRedirected);

        Assert.Equal(
            (showsProgress, usesColor, isTerse), (context.ShowsProgress, context.UsesColor, context.IsTerse));
    }

    [Fact]
    public void FromEnvironment_Streams_WriteLineFeedsAndUtf8WithoutMark()
    {
        var context = Composition.FromEnvironment();

        Assert.All(new[] { context.Output, context.Error }, writer =>
        {
            Assert.Equal("\n", writer.NewLine);
            Assert.Equal("utf-8", writer.Encoding.WebName);
            Assert.Empty(writer.Encoding.GetPreamble());
        });
    }

    private static string? ValueOf(string setting, string name) =>
        setting.StartsWith(name + "=", StringComparison.Ordinal) ? setting[(name.Length + 1)..] : null;
}
