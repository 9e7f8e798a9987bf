using Migrator.Cli.Commands;

namespace Migrator.Cli.Tests.Commands;

public sealed class CommandGuardTests
{
    [Fact]
    public async Task RunAsync_UnexpectedException_IsOneLineWithoutATypeOrATrace()
    {
        var (code, error) = await RunAsync(() => throw new InvalidOperationException("the \u001b[1mwheel\nbroke."));

        Assert.Equal(ExitCode.Unexpected, code);
        var line = Assert.Single(error.TrimEnd('\n').Split('\n'));
        Assert.Contains("the \\u001b[1mwheel\\u000abroke.", line, StringComparison.Ordinal);
        Assert.Contains("report", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_UnexpectedExceptionWhenVerbose_NamesTypesAndMethods()
    {
        var (_, error) = await RunAsync(
            () => throw new InvalidOperationException("the wheel broke.", new FormatException("secret")),
            isVerbose: true);

        Assert.Contains("System.InvalidOperationException", error, StringComparison.Ordinal);
        Assert.Contains("System.FormatException", error, StringComparison.Ordinal);
        Assert.Contains("at Migrator.Cli.Tests.Commands.CommandGuardTests", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
        Assert.DoesNotContain(".cs", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_WrongUsage_PointsToTheHelpOfTheCommand()
    {
        var (code, error) = await RunAsync(() => throw new UsageException("no"));

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("Try: bindle2oci verify --help", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Cancelled_ExitsWith130()
    {
        var (code, error) = await RunAsync(() => throw new OperationCanceledException());

        Assert.Equal(ExitCode.Cancelled, code);
        Assert.Contains("stopped", error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Error)> RunAsync(Func<Task<int>> command, bool isVerbose = false)
    {
        using var error = new StringWriter { NewLine = "\n" };
        var context =
            new CliContext { Output = TextWriter.Null, Error = error, Clock = TimeProvider.System, TempFolder = "" };
        var code = await CommandGuard.RunAsync(context, new ParsedCommand("verify", isVerbose, IsJson: false), command);
        return (code, error.ToString());
    }
}
