using Migrator.Cli.Shells;

namespace Migrator.Cli.Tests.Shells;

public sealed class ManualPageTests
{
    [Fact]
    public void Of_Help_BecomesSectionsWithItsLines()
    {
        var page = ManualPage.Of(
            "tool-run",
            "Runs it.",
            ["Usage:", "  tool run [options]", "", "Bindle server:", "  --at  .hidden\\x", ""]);

        Assert.Equal(
            [
                $".TH \"TOOL\\-RUN\" 1 \"\" \"bindle2oci {BuildInfo.Version}\"", ".SH NAME",
                "tool\\-run \\- Runs it.", ".SH USAGE", ".nf", "tool run [options]", "", ".fi", ".SH BINDLE SERVER",
                ".nf",
                "\\-\\-at  .hidden\\ex", "", ".fi",
            ],
            page);
    }

    [Theory]
    [InlineData("migrate")]
    [InlineData("restore")]
    [InlineData("inspect")]
    [InlineData("verify")]
    [InlineData("batch")]
    [InlineData("batch run")]
    public async Task Man_OfEveryCommand_HasTheLinesOfItsHelp(string command)
    {
        var help = await CliRun.OfAsync([.. command.Split(' '), "--help"]);
        var page = await CliRun.OfAsync(["man", .. command.Split(' ')]);

        var lines = page.Output.Replace("\\-", "-", StringComparison.Ordinal).Split('\n');
        Assert.All(
            help.Output.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal)),
            line => Assert.Contains(line[2..], lines));
    }

    [Fact]
    public async Task Man_OfAnUnknownCommand_IsAUsageError()
    {
        var run = await CliRun.OfAsync("man", "dance");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("'dance' is not a command", run.Error, StringComparison.Ordinal);
    }
}
