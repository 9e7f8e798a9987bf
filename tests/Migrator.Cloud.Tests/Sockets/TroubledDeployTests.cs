using Migrator.Cloud.Deployment;
using Migrator.Cloud.Deployment.Gate;
using Migrator.Cloud.Login;
using Migrator.StandIn;
using Migrator.StandIn.Http;
using Migrator.Testing;

namespace Migrator.Cloud.Tests.Sockets;

/// <summary>Deploys that are stopped, lied to and cut off, over sockets: all end in the same state.</summary>
public sealed class TroubledDeployTests
{
    [Theory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    public async Task Deploy_StoppedAfterAnyRequest_EndsInTheSameState(CloudEra era)
    {
        var requests = await RequestsOfADeployAsync(era);
        for (var stop = 1; stop <= requests; stop++)
        {
            await using var cloud = await CloudFixture.StartAsync(era);
            using var crash = new CancellationTokenSource();
            var seen = 0;
            cloud.StandIn.Requests.Answered += request =>
            {
                if (request.Area == Area.Api && Interlocked.Increment(ref seen) == stop)
                {
                    crash.Cancel();
                }
            };

            var request = CloudFixture.Request("one");
            request = request with { Variables = request.Variables.Add("a", "1") };
            var ended = await Record.ExceptionAsync(
                () => cloud.Deployer.RunAsync(request, cloud.PushOf("one"), crash.Token));
            var outcome = await cloud.Deployer.RunAsync(request, cloud.PushOf("one"), default);

            Assert.True(ended is null or OperationCanceledException, ended?.ToString());
            Assert.Equal(DeploymentStatus.Ready, outcome.Status);
            Assert.Single(cloud.StandIn.State.Apps);
            Assert.Single(cloud.StandIn.State.Revisions);
            Assert.Single(cloud.StandIn.State.Channels);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("r1a2b3c4d")]
    public async Task Deploy_OverABindleStoppedBeforeItWasMadeLive_IsFinished(string? buildInfo)
    {
        await using var cloud = await CloudFixture.StartAsync(CloudEra.C37);
        cloud.StandIn.Seeds.LegacyApp("hello", "1.2.0", buildInfo);
        await StopAfterRegisteringAsync(cloud, CloudFixture.Request("one"));

        var outcome = await cloud.DeployAsync("one");

        Assert.True(outcome.Status == DeploymentStatus.Ready, outcome.Plan.Decision.Reason);
        Assert.Equal(2, cloud.StandIn.State.Revisions.Length);
        Assert.Equal(outcome.Plan.Image.Digest, Assert.Single(cloud.StandIn.State.Apps).Site!.Active!.ImageDigest);
    }

    [Fact]
    public async Task Deploy_OfAnotherVersionOverOneThatWasStopped_IsRefusedAtOnceAndThereIsAWayOut()
    {
        await using var cloud = await CloudFixture.StartAsync(CloudEra.C37);
        cloud.StandIn.Seeds.LegacyApp("hello", "1.2.0", buildInfo: null);
        var first = CloudFixture.Request("one");
        await StopAfterRegisteringAsync(cloud, first);
        cloud.StandIn.Requests.Clear();

        var other = await cloud.DeployAsync("two");

        Assert.Equal(
            (DeploymentStatus.RefusedByGate, GateVerdict.RolledBack), (other.Status, other.Plan.Decision.Verdict));
        Assert.Contains("--revision", other.Plan.Decision.Reason, StringComparison.Ordinal);
        Assert.Empty(cloud.StandIn.Requests.Writes);
        Assert.Empty(cloud.Pauses);

        var made = await cloud.Deployer.RollbackAsync(
            new RollbackRequest("hello") { Revision = CloudNames.TagFor(first.Version, first.Digest) }, default);
        var again = await cloud.DeployAsync("two");

        Assert.True(made.Status == DeploymentStatus.RolledBack, made.Reason);
        Assert.Equal(DeploymentStatus.Ready, again.Status);
    }

    [Fact]
    public async Task Deploy_CloudThatAsksToWait_SaysThatItWaitsAndForWhat()
    {
        await using var cloud = await CloudFixture.StartAsync(CloudEra.C37);
        cloud.StandIn.Faults.On("POST /api/apps", StandInFault.Status(429, "Too many deploys", retryAfter: 1));

        var outcome = await cloud.DeployAsync("one");

        Assert.Equal(DeploymentStatus.Ready, outcome.Status);
        var pause = Assert.Single(cloud.Pauses);
        Assert.Equal(TimeSpan.FromSeconds(1), pause.Time);
        Assert.Contains("Too many deploys", pause.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /api/apps")]
    [InlineData("POST /api/apps")]
    [InlineData("POST /api/variable-pairs")]
    [InlineData("POST /api/revisions")]
    [InlineData("GET /api/revisions")]
    [InlineData("POST /api/channels")]
    [CloudTest(CloudLine.Retry)]
    public async Task Deploy_ATroubledAnswer_IsTriedAgain(string operation)
    {
        await using var cloud = await CloudFixture.StartAsync(CloudEra.C37);
        cloud.StandIn.Faults.On(operation, StandInFault.Status(524, "<html>524</html>"));

        var outcome = await cloud.DeployAsync(
            "one", request => request with { Variables = request.Variables.Add("a", "1") });

        Assert.True(outcome.Status == DeploymentStatus.Ready, outcome.Fault?.Message);
        Assert.Single(cloud.StandIn.State.Revisions);
    }

    [Theory]
    [InlineData(CloudEra.C37, "POST /api/apps")]
    [InlineData(CloudEra.C37, "POST /api/revisions")]
    [InlineData(CloudEra.C37, "POST /api/channels")]
    [InlineData(CloudEra.C37, "POST /api/sql-databases/create")]
    [InlineData(CloudEra.Head, "POST /api/apps")]
    [InlineData(CloudEra.Head, "POST /api/revisions")]
    public async Task Deploy_AWriteWhoseAnswerIsLost_IsNotDoneTwice(CloudEra era, string operation)
    {
        await using var cloud = await CloudFixture.StartAsync(era);
        cloud.StandIn.Faults.On(operation, StandInFault.DoneButDrop());

        var outcome = await cloud.DeployAsync("one", request => request with
        {
            SqlLabels = ["default"],
            Links = [new(ResourceKind.Sql, "default", "default")],
        });

        Assert.True(outcome.Status == DeploymentStatus.Ready, outcome.Fault?.Message);
        Assert.Single(cloud.StandIn.State.Apps);
        Assert.Single(cloud.StandIn.State.Revisions);
        Assert.Single(cloud.StandIn.State.Channels);
        Assert.Single(cloud.StandIn.State.Databases);
    }

    [Theory]
    [InlineData(PageInstability.Repeats)]
    [InlineData(PageInstability.Skips)]
    public async Task Deploy_WhilePagesMove_MakesNoSecondApp(PageInstability pages)
    {
        await using var cloud = await CloudFixture.StartAsync(
            CloudEra.C37, options => options with { Pages = pages, Quotas = Quotas.None, RegistersTwice = true });
        cloud.StandIn.Seeds.ManyApps(60);
        cloud.StandIn.Seeds.OciApp("hello");

        var outcome = await cloud.DeployAsync("one");

        Assert.Equal(DeploymentStatus.Ready, outcome.Status);
        Assert.Equal(61, cloud.StandIn.State.Apps.Length);
    }

    [Fact]
    public async Task Deploy_LoginThatEndsMidway_IsStoppedAndGoesOnLater()
    {
        await using var cloud = await CloudFixture.StartAsync(CloudEra.C37);
        cloud.StandIn.Requests.Answered += request => cloud.EndLoginAfter(request, "POST /api/revisions");

        var stopped = await cloud.DeployAsync("one");
        cloud.Token = () => cloud.StandIn.Login.Token;
        var outcome = await cloud.DeployAsync("one");

        Assert.Equal(DeploymentStatus.Interrupted, stopped.Status);
        Assert.IsType<LoginException>(stopped.Fault);
        Assert.Equal(DeploymentStatus.Ready, outcome.Status);
    }

    [Fact]
    public async Task Deploy_LoginThatEndsDuringTheWatch_IsReadyWithAWarning()
    {
        await using var cloud = await CloudFixture.StartAsync(CloudEra.C37);
        var reads = 0;
        cloud.StandIn.Requests.Answered += request =>
        {
            // Once for the channel, once for the host; then the watch begins.
            if (request.Operation == "GET /api/apps/{id}" && ++reads == 2)
            {
                cloud.EndLoginAfter(request, request.Operation);
            }
        };

        var outcome = await cloud.DeployAsync("one");

        Assert.Equal(DeploymentStatus.Ready, outcome.Status);
        Assert.Contains("the login is over", Assert.Single(outcome.Health!.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    [CloudTest(CloudLine.DroppedGetBody)]
    public async Task Deploy_ThroughAProxyThatDropsBodies_GoesOnWithANote()
    {
        await using var cloud = await CloudFixture.StartAsync(CloudEra.C37);
        cloud.StandIn.Seeds.OciApp("hello");
        cloud.StandIn.Faults.On("GET /api/variable-pairs", StandInFault.BodyLost());

        var outcome = await cloud.DeployAsync("one", request => request with { RequiredVariables = ["a"] });

        Assert.Equal(DeploymentStatus.Ready, outcome.Status);
        Assert.Contains("could not be read", Assert.Single(outcome.Plan.Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploy_NameThatIsTooLong_WritesNothing()
    {
        await using var cloud = await CloudFixture.StartAsync(CloudEra.C37);

        var outcome = await cloud.DeployAsync("one", name: new string('a', 129));

        Assert.Equal(DeploymentStatus.NotPossible, outcome.Status);
        Assert.Empty(cloud.Pushed);
        Assert.Empty(cloud.StandIn.Requests.Writes);
    }

    private static async Task StopAfterRegisteringAsync(CloudFixture cloud, DeploymentRequest request)
    {
        using var crash = new CancellationTokenSource();
        void Stop(LoggedRequest answered)
        {
            if (answered.Operation == "POST /api/revisions")
            {
                crash.Cancel();
            }
        }

        cloud.StandIn.Requests.Answered += Stop;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => cloud.Deployer.RunAsync(request, cloud.PushOf("one"), crash.Token));
        cloud.StandIn.Requests.Answered -= Stop;
    }

    private static async Task<int> RequestsOfADeployAsync(CloudEra era)
    {
        await using var cloud = await CloudFixture.StartAsync(era);
        await cloud.DeployAsync("one", request => request with { Variables = request.Variables.Add("a", "1") });
        return cloud.StandIn.Requests.Of(Area.Api).Length;
    }
}
