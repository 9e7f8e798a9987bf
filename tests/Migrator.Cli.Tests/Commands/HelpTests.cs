using System.CommandLine;
using System.CommandLine.Help;
using System.Text.RegularExpressions;
using Migrator.Cli.Commands;
using Snapshooter.Xunit;

namespace Migrator.Cli.Tests.Commands;

public sealed class HelpTests
{
    private static readonly CliContext Nowhere = new()
    {
        Output = TextWriter.Null,
        Error = TextWriter.Null,
        Clock = TimeProvider.System,
        TempFolder = "",
    };

    [Theory]
    [InlineData("bindle2oci")]
    [InlineData("migrate")]
    [InlineData("restore")]
    [InlineData("inspect")]
    [InlineData("verify")]
    [InlineData("status")]
    [InlineData("rollback")]
    [InlineData("login")]
    [InlineData("logout")]
    [InlineData("completion")]
    [InlineData("man")]
    [InlineData("batch")]
    [InlineData("batch init")]
    [InlineData("batch plan")]
    [InlineData("batch run")]
    [InlineData("batch status")]
    [InlineData("batch report")]
    [InlineData("batch verify")]
    public async Task Help_OfEveryCommand_IsTheSnapshot(string command)
    {
        string[] words = command == "bindle2oci" ? [] : command.Split(' ');

        var run = await CliRun.OfAsync([.. words, "--help"]);

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Empty(run.Error);
        Snapshot.Match(run.Output, $"HelpTests.{command.Replace(' ', '-')}");
    }

    [Fact]
    public async Task Help_OfMigrate_HasItsOptionsUnderHeadings()
    {
        var run = await CliRun.OfAsync("migrate", "--help");

        Assert.Equal(
            [
                "Description", "Usage", "Arguments", "Options", "Source", "Bindle server", "Signatures", "Artifact",
                "Target", "Registry", "Network", "Deploy", "Health", "Fermyon Cloud", "Output", "Examples",
            ],
            run.Output.Split('\n').Where(line => line is [not ' ', .., ':']).Select(line => line[..^1]));
    }

    [Fact]
    public void Options_OfEveryCommand_SayWhatTheyAreAndWhatTheyTake()
    {
        var options = Commands(RootCommands.Create(Nowhere)).SelectMany(command => command.Options);
        foreach (var option in options.Where(option => !option.Hidden && option is not HelpOption))
        {
            Assert.True(option.Description is { Length: > 0 }, option.Name);
            Assert.True(option.ValueType == typeof(bool) == option.HelpName is null, option.Name);
        }
    }

    [Theory]
    [InlineData]
    [InlineData("batch")]
    public async Task Run_CommandThatNeedsAnother_ShowsItsHelpOnStandardError(params string[] words)
    {
        var help = await CliRun.OfAsync([.. words, "--help"]);

        var run = await CliRun.OfAsync(words);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Equal(help.Output, run.Error);
    }

    [Theory]
    [InlineData("migrate --profil spin1 --help")]
    [InlineData("migrate a b c --help")]
    [InlineData("--help")]
    [InlineData("batch --help")]
    public async Task Help_OnALineThatIsWrong_IsShownAllTheSame(string line)
    {
        var run = await CliRun.OfAsync(line.Split(' '));

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.StartsWith("Description:\n", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
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

    private static IEnumerable<Command> Commands(Command command) =>
        command.Subcommands.SelectMany(Commands).Prepend(command);
}
