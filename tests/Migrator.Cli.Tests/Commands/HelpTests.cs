using System.Text.RegularExpressions;
using Snapshooter.Xunit;

namespace Migrator.Cli.Tests.Commands;

public sealed class HelpTests
{
    [Theory]
    [InlineData("bindle2oci")]
    [InlineData("migrate")]
    [InlineData("restore")]
    [InlineData("inspect")]
    [InlineData("verify")]
    [InlineData("completion")]
    [InlineData("man")]
    public async Task Help_OfEveryCommand_IsTheSnapshot(string command)
    {
        string[] args = command == "bindle2oci" ? ["--help"] : [command, "--help"];

        var run = await CliRun.OfAsync(args);

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Empty(run.Error);
        Snapshot.Match(run.Output, $"HelpTests.{command}");
    }

    [Fact]
    public async Task Version_IsOneLineOfVersionCommitAndRuntime()
    {
        var run = await CliRun.OfAsync("--version");

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Matches(
            $@"^{Regex.Escape(BuildInfo.Version)} \(commit ([0-9a-f]{{12}}|unknown), \.NET [0-9.]+ on [a-z0-9.-]+"
                + (CliProgram.Binary is null ? "" : ", native") + @"\)\n$",
            run.Output);
    }
}
