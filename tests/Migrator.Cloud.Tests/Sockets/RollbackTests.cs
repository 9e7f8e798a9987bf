using Migrator.Cloud.Deployment;
using Migrator.Cloud.Deployment.Gate;
using Migrator.Cloud.Health;
using Migrator.StandIn;
using Migrator.StandIn.Edge;
using Migrator.StandIn.Http;
using Migrator.Testing;

namespace Migrator.Cloud.Tests.Sockets;

/// <summary>Ways back, and where there is none (spec/cloud-deploy.md 4.5), over sockets.</summary>
public sealed class RollbackTests
{
    [Theory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    public async Task Deploy_ThatIsNotReady_GoesBackToWhatWasLive(CloudEra era)
    {
        await using var cloud = await CloudFixture.StartAsync(era);
        await cloud.DeployAsync("one");

        var outcome = await cloud.DeployAsync("two", request => request with
        {
            OnFailure = OnFailure.Rollback,
            IsRollbackRequired = true,
            Smoke = [new SmokeCheck("/.well-known/spin/nothing", 299)],
        });

        Assert.Equal(
            (DeploymentStatus.RolledBack, HealthVerdict.SmokeFailed), (outcome.Status, outcome.Health!.Verdict));
        var status = Assert.Single(await cloud.Deployer.ReadStatusAsync(null, default));
        Assert.Equal(CloudFixture.Request("one").Digest, status.Running.Identity);
        Assert.Equal(2, cloud.StandIn.State.Revisions.Length);
    }

    [Fact]
    [CloudTest(CloudLine.BadRollback)]
    public async Task Rollback_OfAMigratedApp_RefusesTheBindleAndTakesTheArtifact()
    {
        await using var cloud = await CloudFixture.StartAsync(CloudEra.C37);
        cloud.StandIn.Seeds.LegacyApp("hello");
        var first = await cloud.DeployAsync("one");
        var nothing = await cloud.Deployer.RollbackAsync(new RollbackRequest("hello"), default);
        await cloud.DeployAsync("two");
        cloud.StandIn.Requests.Clear();

        var bindle = await cloud.Deployer.RollbackAsync(
            new RollbackRequest("hello") { Revision = "1.0.0+r1a2b3c4d" }, default);

        Assert.Equal(DeploymentStatus.NotPossible, nothing.Status);
        Assert.Equal(DeploymentStatus.RefusedByGate, bindle.Status);
        Assert.Contains("cannot start", bindle.Reason, StringComparison.Ordinal);
        Assert.Empty(cloud.StandIn.Requests.Writes);

        var artifact = await cloud.Deployer.RollbackAsync(new RollbackRequest("hello"), default);

        Assert.Equal((DeploymentStatus.RolledBack, first.Plan.Image.Tag), (artifact.Status, artifact.Revision));
    }

    [Theory]
    [InlineData("1.2.0-rc2024", "1.2.0-rc2024", DeploymentStatus.RefusedByGate)]
    [InlineData("1.2.0-r80e5abb1", "1.2.0-r80e5abb1", DeploymentStatus.RefusedByGate)]
    [InlineData("1.2.0-rc2024", null, DeploymentStatus.NotPossible)]
    [InlineData("1.2.0-r80e5abb1", null, DeploymentStatus.NotPossible)]
    [CloudTest(CloudLine.BadRollback)]
    public async Task Rollback_ToABindleWhoseVersionLooksLikeATag_IsRefusedWithoutAWrite(
        string version, string? wanted, DeploymentStatus status)
    {
        await using var cloud = await CloudFixture.StartAsync(CloudEra.C37);
        cloud.StandIn.Seeds.LegacyApp("hello", version, buildInfo: null);
        var upgrade = await cloud.DeployAsync("one");
        cloud.StandIn.Requests.Clear();

        var outcome = await cloud.Deployer.RollbackAsync(new RollbackRequest("hello") { Revision = wanted }, default);

        Assert.True(upgrade.Status == DeploymentStatus.Ready, $"{upgrade.Fault}");
        Assert.True(outcome.Status == status, outcome.Reason);
        Assert.Empty(cloud.StandIn.Requests.Writes);
    }

    [Fact]
    public async Task Rollback_ToATagThatLaterPluginsOverwrite_IsNotPossible()
    {
        await using var cloud = await CloudFixture.StartAsync(CloudEra.C37);
        cloud.StandIn.Seeds.AddRevision(cloud.StandIn.Seeds.OciApp("hello"), "1.2.0-rc2024");

        var outcome = await cloud.Deployer.RollbackAsync(
            new RollbackRequest("hello") { Revision = "1.2.0-rc2024" }, default);

        Assert.Equal(DeploymentStatus.NotPossible, outcome.Status);
        Assert.Contains("overwritten", outcome.Reason, StringComparison.Ordinal);
        Assert.Empty(cloud.StandIn.Requests.Writes);
    }

    [Fact]
    public async Task Rollback_WhenTheRegistryCannotBeAsked_IsNotBelieved()
    {
        await using var cloud = await CloudFixture.StartAsync(CloudEra.C37);
        await cloud.DeployAsync("one");
        await cloud.DeployAsync("two");
        cloud.StandIn.Requests.Clear();
        cloud.StandIn.Faults.On(Area.Registry, StandInFault.Status(405), count: int.MaxValue);

        var outcome = await cloud.Deployer.RollbackAsync(new RollbackRequest("hello"), default);

        Assert.Equal(DeploymentStatus.NotPossible, outcome.Status);
        Assert.Empty(cloud.StandIn.Requests.Writes);
    }

    [Fact]
    public async Task Rollback_WhileOldAndNewAnswerSideBySide_IsPossible()
    {
        await using var cloud = await CloudFixture.StartAsync(
            CloudEra.C37,
            options => options with { Failover = FailoverScript.Parse("0:50/50, 2:0/100") },
            health => health with { BaselineSamples = 20 });
        var app = cloud.StandIn.Seeds.OciApp("hello");
        using var stop = new CancellationTokenSource();
        cloud.StandIn.Requests.Answered += request =>
        {
            if (request.Method == "PATCH" && app.Site!.Activations == 2)
            {
                stop.Cancel();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => cloud.Deployer.RunAsync(CloudFixture.Request("one"), cloud.PushOf("one"), stop.Token));
        var status = Assert.Single(await cloud.Deployer.ReadStatusAsync("hello", default));

        var outcome = await cloud.Deployer.RollbackAsync(new RollbackRequest("hello"), default);

        Assert.Equal(RunningKind.Several, status.Running.Kind);
        Assert.True(outcome.Status == DeploymentStatus.RolledBack, outcome.Reason);
        Assert.Equal("1.0.0-r80e5abb", outcome.Revision);
    }

    [Fact]
    public async Task Deploy_ThatIsNotReady_GoesBackThoughTheCloudStumbles()
    {
        await using var cloud = await CloudFixture.StartAsync(CloudEra.C37);
        await cloud.DeployAsync("one");
        var asked = 0;
        cloud.StandIn.Faults.When(
            request => request.Operation == "GET /api/apps/{id}" && ++asked % 2 == 0,
            StandInFault.Status(503),
            count: int.MaxValue);

        var outcome = await cloud.DeployAsync("two", request => request with
        {
            OnFailure = OnFailure.Rollback,
            Smoke = [new SmokeCheck("/.well-known/spin/nothing", 299)],
        });

        Assert.True(outcome.Status == DeploymentStatus.RolledBack, $"{outcome.Fault}");
    }

    [Fact]
    public async Task Rollback_ThatThePatchDoesNotStart_IsNotBelieved()
    {
        await using var cloud = await CloudFixture.StartAsync(CloudEra.C37, options => options with
        {
            PatchRestarts = false,
        });
        cloud.StandIn.Seeds.AddRevision(cloud.StandIn.Seeds.OciApp("hello"), "0.9.0-r00001111");

        var outcome = await cloud.Deployer.RollbackAsync(new RollbackRequest("hello"), default);

        Assert.Equal(
            (DeploymentStatus.NotReady, HealthVerdict.TimedOutWithNoneNew),
            (outcome.Status, outcome.Health!.Verdict));
    }
}
