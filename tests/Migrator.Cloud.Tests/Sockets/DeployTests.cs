using Migrator.Cloud.Deployment;
using Migrator.Cloud.Deployment.Gate;
using Migrator.StandIn;
using Migrator.StandIn.Edge;
using Migrator.Testing;

namespace Migrator.Cloud.Tests.Sockets;

/// <summary>Deploys to the stand-in over sockets (spec/cloud-deploy.md 8.5).</summary>
public sealed class DeployTests
{
    [Theory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    public async Task Deploy_NewApp_IsCreatedAndReady(CloudEra era)
    {
        await using var cloud = await CloudFixture.StartAsync(era);

        var outcome = await cloud.DeployAsync("one");

        Assert.True(outcome.Status == DeploymentStatus.Ready, $"{outcome.Fault} {outcome.Health}");
        Assert.Equal("oci://hello", Assert.Single(cloud.StandIn.State.Apps).StorageId);
        Assert.Single(cloud.StandIn.State.Revisions);
        Assert.Equal(outcome.Plan.Image, Assert.Single(cloud.Pushed));
        Assert.Equal("", cloud.StandIn.Conformance.ToString());
    }

    [Theory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    public async Task Deploy_OverALegacyApp_BecomesOci(CloudEra era)
    {
        await using var cloud = await CloudFixture.StartAsync(era);
        cloud.StandIn.Seeds.LegacyApp("hello");

        var outcome = await cloud.DeployAsync("one");

        Assert.Equal((DeploymentStatus.Ready, GateVerdict.Legacy), (outcome.Status, outcome.Plan.Decision.Verdict));
        Assert.Equal("oci://hello", Assert.Single(cloud.StandIn.State.Apps).StorageId);
        var status = Assert.Single(await cloud.Deployer.ReadStatusAsync("hello", default));
        Assert.Equal(
            (GateVerdict.Oci, outcome.Plan.Image.Tag, RunningKind.Oci, outcome.Plan.Image.Digest),
            (status.Decision.Verdict, status.ActiveRevision, status.Running.Kind, status.Running.Identity));
        Assert.Equal("", cloud.StandIn.Conformance.ToString());
    }

    [Theory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    public async Task Deploy_OverOciTwice_IsAnUpgradeAndThenNothing(CloudEra era)
    {
        await using var cloud = await CloudFixture.StartAsync(era);
        cloud.StandIn.Seeds.OciApp("hello");

        var first = await cloud.DeployAsync("one");
        cloud.StandIn.Requests.Clear();
        var second = await cloud.DeployAsync("one");

        Assert.Equal((DeploymentStatus.Ready, DeploymentStatus.Ready), (first.Status, second.Status));
        Assert.Empty(cloud.StandIn.Requests.Writes);
        Assert.Contains("cannot tell old from new", Assert.Single(second.Health!.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    [CloudTest(CloudLine.HalfCreated)]
    public async Task Deploy_HalfCreatedApp_IsRepaired(CloudEra era)
    {
        await using var cloud = await CloudFixture.StartAsync(era);
        cloud.StandIn.Seeds.HalfCreatedApp("hello");

        var outcome = await cloud.DeployAsync("one");

        Assert.Equal(DeploymentStatus.Ready, outcome.Status);
        Assert.Equal(GateVerdict.HalfCreated, outcome.Plan.Decision.Verdict);
        Assert.Single(cloud.StandIn.State.Apps);
    }

    [Fact]
    public async Task Deploy_NameSplit_IsStoppedWithoutAWrite()
    {
        await using var cloud = await CloudFixture.StartAsync(CloudEra.C37);
        var legacy = cloud.StandIn.Seeds.MixedCaseLegacyApp();

        var outcome = await cloud.DeployAsync("one", name: "Hello-World");

        Assert.Equal(
            (DeploymentStatus.RefusedByGate, GateVerdict.NameSplit), (outcome.Status, outcome.Plan.Decision.Verdict));
        Assert.Empty(cloud.StandIn.Requests.Writes);

        var named = await cloud.DeployAsync("one", request => request with { AppId = legacy.Id }, "Hello-World");

        Assert.Equal(DeploymentStatus.Ready, named.Status);
        Assert.Single(cloud.StandIn.State.Apps);
    }

    [Fact]
    public async Task Deploy_FailedPreflight_WritesNothing()
    {
        await using var cloud = await CloudFixture.StartAsync(CloudEra.C37);
        cloud.StandIn.Seeds.OciApp("hello");

        var outcome = await cloud.DeployAsync("one", request => request with { RequiredVariables = ["password"] });

        Assert.Equal(DeploymentStatus.NotPossible, outcome.Status);
        Assert.Empty(cloud.StandIn.Requests.Writes);
        Assert.Empty(cloud.Pushed);
    }

    [Fact]
    [CloudTest(CloudLine.ManyApps, CloudLine.ManyRevisions)]
    public async Task Deploy_AmongManyAppsAndRevisions_FindsItsOwn()
    {
        await using var cloud = await CloudFixture.StartAsync(
            CloudEra.C37, options => options with { Quotas = Quotas.None });
        cloud.StandIn.Seeds.ManyApps(51);
        var app = cloud.StandIn.Seeds.OciApp("hello");
        cloud.StandIn.Seeds.ManyRevisions(app);

        var outcome = await cloud.DeployAsync("one");

        Assert.Equal((DeploymentStatus.Ready, app.Id), (outcome.Status, outcome.AppId!.Value));
        Assert.Equal(52, cloud.StandIn.State.Apps.Length);
    }

    [Fact]
    public async Task Deploy_VariablesAndDatabase_AreThereBeforeActivation()
    {
        await using var cloud = await CloudFixture.StartAsync(CloudEra.C37);
        cloud.StandIn.Seeds.OciApp("hello");

        var outcome = await cloud.DeployAsync("one", request => request with
        {
            RequiredVariables = ["password"],
            Variables = request.Variables.Add("password", "s3cr3t"),
            SqlLabels = ["default"],
            KeyValueLabels = ["default"],
            KeyValues = request.KeyValues.Add("greeting", "hi"),
        });

        Assert.Equal(DeploymentStatus.Ready, outcome.Status);
        Assert.Equal(
            [
                "POST /api/variable-pairs", "POST /api/sql-databases/create", "POST /api/key-value-pairs",
                "POST /api/revisions", "PATCH /api/channels/{id}",
            ],
            cloud.StandIn.Requests.Writes.Select(request => request.Operation));
        Assert.Equal("", cloud.StandIn.Conformance.ToString());
    }

    [Fact]
    public async Task Deploy_LinksOfTheLaterEra_AreMadeOnce()
    {
        await using var cloud = await CloudFixture.StartAsync(CloudEra.Head);
        Func<DeploymentRequest, DeploymentRequest> linked = request => request with
        {
            SqlLabels = ["data"],
            KeyValueLabels = ["cache"],
            Links = [new(ResourceKind.Sql, "data", "db"), new(ResourceKind.KeyValue, "cache", "store")],
        };

        var outcome = await cloud.DeployAsync("one", linked);
        var again = await cloud.DeployAsync("two", linked);

        Assert.True(outcome.Status == DeploymentStatus.Ready, outcome.Fault?.Message);
        Assert.Equal(DeploymentStatus.Ready, again.Status);
        Assert.DoesNotContain(again.Done, step => step.Kind == StepKind.LinkResource);
        Assert.Equal("db", Assert.Single(cloud.StandIn.State.Databases).Name);
        Assert.Equal("store", Assert.Single(cloud.StandIn.State.Stores).Name);
        Assert.Equal("", cloud.StandIn.Conformance.ToString());
    }

    [Theory]
    [InlineData(CloudEra.C37, Migrator.Cloud.Api.CloudEra.ExplicitChannels)]
    [InlineData(CloudEra.Head, Migrator.Cloud.Api.CloudEra.ImplicitActivation)]
    public async Task Plan_Always_FindsTheEraAndWritesNothing(CloudEra era, Migrator.Cloud.Api.CloudEra expected)
    {
        await using var cloud = await CloudFixture.StartAsync(era);
        Assert.Equal(expected, await cloud.Deployer.ReadEraAsync(default));
        cloud.StandIn.Seeds.LegacyApp("hello");
        var plan = await cloud.Deployer.PlanAsync(CloudFixture.Request("one"), default);

        Assert.Equal((expected, GateVerdict.Legacy), (plan.Era, plan.Decision.Verdict));
        Assert.Contains(plan.Unknowns, unknown => unknown.Contains("storage id", StringComparison.Ordinal));
        Assert.Empty(cloud.StandIn.Requests.Writes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [CloudTest(CloudLine.FirstMatchTrap)]
    public async Task Deploy_ThroughAFailover_SeesOldAndNewAndWaits(bool isSticky)
    {
        await using var cloud = await CloudFixture.StartAsync(CloudEra.C37, options => options with
        {
            Failover = FailoverScript.Parse("0:100/0, 0.5:50/50, 1.5:0/100"),
            StickyConnections = isSticky,
        });
        cloud.StandIn.Seeds.LegacyApp("hello");

        var outcome = await cloud.DeployAsync("one");

        // A probe that kept its connection would get old answers for ever from a server that is sticky.
        Assert.Equal(DeploymentStatus.Ready, outcome.Status);
        Assert.True(outcome.Health!.OldSamples > 0);
        Assert.True(outcome.Health.TimeToFirstNew > TimeSpan.Zero);
        Assert.True(outcome.Health.Overlap > TimeSpan.Zero);
    }
}
