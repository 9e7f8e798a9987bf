using System.Collections.Concurrent;
using Migrator.StandIn;
using Migrator.StandIn.Edge;
using Migrator.StandIn.Http;

namespace Migrator.Cli.Tests.Clouds;

/// <summary>What a deploy tells while it is at work, and what it says to do next.</summary>
public sealed class DeployAdviceTests
{
    [Theory]
    [InlineData(400, ExitCode.Target, "mend what the errors above say, then run the same command")]
    [InlineData(503, ExitCode.Temporary, "run the same command to go on")]
    public async Task Deploy_StoppedMidway_SaysWhatHelps(int status, int exitCode, string advice)
    {
        await using var cloud = await CloudCli.StartAsync();
        cloud.StandIn.Faults.On("POST /api/revisions", StandInFault.Status(status), count: int.MaxValue);

        var run = await cloud.DeployAsync(CloudCli.Petstore);

        Assert.True(run.ExitCode == exitCode, run.Error);
        Assert.Contains($"stopped midway, {advice}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploy_NotReady_SaysTheWholeCommandOfTheWayBack()
    {
        await using var cloud = await CloudCli.StartAsync();
        await cloud.DeployAsync(CloudCli.Petstore);

        var run = await cloud.DeployAsync(cloud.PetstoreOf("1.3.0"), "--smoke", "/nothing=299");

        Assert.Matches(
            "Go back with: bindle2oci rollback petstore --revision 1\\.2\\.0-r[0-9a-f]{8}\\.\n", run.Error);
    }

    [Fact]
    public async Task Deploy_Watching_ShowsTheFailoverWhileItLasts()
    {
        await using var cloud = await CloudCli.StartAsync(
            change: options => options with { Failover = FailoverScript.Parse("0:100/0") });
        cloud.StandIn.Seeds.LegacyAppOf(CloudCli.Petstore);
        var shown = new ShownLines();
        var linesAtARequest = 0;
        cloud.StandIn.Requests.Answered += request =>
        {
            if (request.Area == Area.Edge)
            {
                linesAtARequest = LinesOfTheTable(shown);
            }
        };

        var run = await cloud.RunAsync(
            context => context with { Error = shown }, cloud.PetstoreArguments());

        Assert.Equal(ExitCode.NotReady, run.ExitCode);
        Assert.True(linesAtARequest > 1, string.Join('\n', shown.Lines));
        Assert.True(LinesOfTheTable(shown) > linesAtARequest, string.Join('\n', shown.Lines));
    }

    private static int LinesOfTheTable(ShownLines shown) =>
        shown.Lines.SkipWhile(line => !line.StartsWith("second ", StringComparison.Ordinal))
            .TakeWhile(line => !line.Contains(':', StringComparison.Ordinal)).Count();

    /// <summary>What is written, to be read while more is.</summary>
    private sealed class ShownLines : StringWriter
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public override void WriteLine(string? value) => Lines.Enqueue(value ?? "");
    }
}
