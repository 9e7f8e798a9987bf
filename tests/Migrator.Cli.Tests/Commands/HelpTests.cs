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
    public async Task Help_OfEveryCommand_IsTheSnapshot(string command)
    {
        string[] args = command == "bindle2oci" ? ["--help"] : [command, "--help"];

        var run = await CliRun.OfAsync(args);

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Empty(run.Error);
        Snapshot.Match(run.Output, $"HelpTests.{command}");
    }

    [Fact]
    public async Task Version_IsOneLineOnOutput()
    {
        var run = await CliRun.OfAsync("--version");

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Equal(BuildInfo.Version + "\n", run.Output);
    }
}
