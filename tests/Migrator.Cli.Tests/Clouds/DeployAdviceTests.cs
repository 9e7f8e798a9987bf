using System.Collections.Concurrent;
using System.Text.RegularExpressions;
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
            "Go back with: bindle2oci rollback petstore --app-id [-0-9a-f]{36} --revision 1\\.2\\.0-r[0-9a-f]{8}\n",
            run.Error);
    }

    [Fact]
    public async Task Deploy_NotReady_PrintsACommandThatGoesBackWhereverItWas()
    {
        await using var cloud = await CloudCli.StartAsync();
        var app = cloud.StandIn.Seeds.MixedCaseLegacyApp();
        var logins = Path.Combine(cloud.Settings, "fermyon");
        File.Move(Path.Combine(logins, "config.json"), Path.Combine(logins, "staging.json"));
        string[] flags =
        [
            "--app-id", app.Id.ToString(), "--environment", "staging", "--cloud-url",
            cloud.StandIn.Address.AbsoluteUri, "--health-samples", "5",
        ];
        await cloud.DeployAsync([CloudCli.Petstore, .. flags]);
        var before = cloud.StandIn.State.Channels.Single().ActiveRevisionId;

        var run = await cloud.DeployAsync([cloud.PetstoreOf("1.3.0"), .. flags, "--smoke", "/nothing=299"]);
        var command = Regex.Match(run.Error, "Go back with: bindle2oci (.*)").Groups[1].Value;
        var back = await cloud.RunAsync(command.Split(' '));

        Assert.Contains("--health-samples 5", command, StringComparison.Ordinal);
        Assert.True(back.ExitCode == ExitCode.Done, $"{command}: {back.Error}");
        Assert.Equal(before, cloud.StandIn.State.Channels.Single().ActiveRevisionId);
    }

    [Fact]
    public async Task Deploy_ThatGoesBack_SaysBeforeAndAfterWhatStays()
    {
        await using var cloud = await CloudCli.StartAsync();
        await cloud.DeployAsync(CloudCli.Petstore);
        string[] flags = [cloud.PetstoreOf("1.3.0"), "--smoke", "/nothing=299"];
        string[] asked = [.. flags, "--on-failure", "rollback"];

        var unasked = await cloud.DeployAsync([.. flags, "--dry-run"]);
        var plan = await cloud.DeployAsync([.. asked, "--dry-run"]);
        var run = await cloud.DeployAsync(asked);

        Assert.DoesNotMatch("unknown .*variable api_token", unasked.Output);
        Assert.Matches("unknown   .*\\(variable api_token\\); a way back does not restore it", plan.Output);
        Assert.Matches("BM5003.* what this deploy sets stays \\(variable api_token\\)", plan.Error);
        Assert.Matches("BM5009.* what this deploy sets stays \\(variable api_token\\)", run.Error);
    }

    [Theory]
    [InlineData(CloudEra.C37, "POST /api/variable-pairs", "No revision of petstore is live yet. The same command")]
    [InlineData(CloudEra.C37, "POST /api/revisions", "No revision of petstore is live yet. The same command")]
    [InlineData(CloudEra.C37, "POST /api/channels", "live already")]
    [InlineData(CloudEra.Head, "POST /api/revisions", "live already")]
    public async Task Deploy_StoppedByCtrlC_SaysWhereItStood(CloudEra era, string operation, string standing)
    {
        await using var cloud = await CloudCli.StartAsync(era);

        var run = await cloud.StoppedAtAsync(
            request => request.Operation == operation, cloud.PetstoreArguments());
        var again = await cloud.DeployAsync(CloudCli.Petstore);

        Assert.True(run.ExitCode == ExitCode.Cancelled, run.Error);
        Assert.Contains(standing, run.Error, StringComparison.Ordinal);
        Assert.True(again.ExitCode == ExitCode.Done, again.Error);
    }

    [Fact]
    public async Task Deploy_StoppedByCtrlCOverAnother_SaysThatThatStillRuns()
    {
        await using var cloud = await CloudCli.StartAsync();
        cloud.StandIn.Seeds.LegacyAppOf(CloudCli.Petstore);

        var run = await cloud.StoppedAtAsync(
            request => request.Operation == "POST /api/variable-pairs", cloud.PetstoreArguments());

        Assert.Contains("petstore still runs what it ran before.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploy_StoppedByCtrlCOnTheWayBack_SaysTheCommandThatGoesIt()
    {
        await using var cloud = await CloudCli.StartAsync();
        await cloud.DeployAsync(CloudCli.Petstore);
        var before = cloud.StandIn.State.Channels.Single().ActiveRevisionId;
        var patches = 0;

        var run = await cloud.StoppedAtAsync(
            request => request.Operation == "PATCH /api/channels/{id}" && ++patches == 2,
            cloud.DeployArguments(
                cloud.PetstoreOf("1.3.0"), "--smoke", "/nothing=299", "--on-failure", "rollback"));
        var command = Regex.Match(run.Error, "To go it to its end: bindle2oci (.*)").Groups[1].Value;
        var back = await cloud.RunAsync(command.Split(' '));

        Assert.Equal(ExitCode.Cancelled, run.ExitCode);
        Assert.True(back.ExitCode == ExitCode.Done, back.Error);
        Assert.Equal(before, cloud.StandIn.State.Channels.Single().ActiveRevisionId);
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
