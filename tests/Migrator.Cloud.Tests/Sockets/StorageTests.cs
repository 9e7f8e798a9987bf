using Migrator.Cloud.Deployment;
using Migrator.StandIn;
using Migrator.StandIn.Model;

namespace Migrator.Cloud.Tests.Sockets;

/// <summary>
/// A cloud finds the apps that a revision is for by their storage id, and not by the id that was meant: what is
/// registered must reach one app, and the right one (spec/cloud-deploy.md 7.3, 8.3).
/// </summary>
public sealed class StorageTests
{
    [Theory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    public async Task Deploy_ToAnAppOfAnotherName_LeavesItsNamesakeAlone(CloudEra era)
    {
        await using var cloud = await CloudFixture.StartAsync(era);
        var namesake = cloud.StandIn.Seeds.OciApp("hello");
        var meant = cloud.StandIn.Seeds.OciApp("shop");
        var before = StateOf(cloud, namesake);

        var outcome = await cloud.DeployAsync("one", request => request with { AppId = meant.Id });

        Assert.True(outcome.Status == DeploymentStatus.Ready, $"{outcome.Fault}");
        Assert.Equal(("shop", "oci://shop"), (outcome.Plan.AppName, outcome.Plan.Image.StorageId));
        Assert.Equal(outcome.Plan.Image.Digest, meant.Site!.Active!.ImageDigest);
        Assert.Equal(before, StateOf(cloud, namesake));
    }

    [Theory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    public async Task Deploy_AgainWhereTheCloudKeepsTheStorageId_IsNothingToDo(CloudEra era)
    {
        await using var cloud = await CloudFixture.StartAsync(
            era, options => options with { RewritesStorageId = false });
        var legacy = cloud.StandIn.Seeds.LegacyApp("hello");
        var first = await cloud.DeployAsync("one");
        cloud.StandIn.Requests.Clear();

        var again = await cloud.DeployAsync("one");

        Assert.Equal((DeploymentStatus.Ready, "hello"), (first.Status, legacy.StorageId));
        Assert.Equal((DeploymentStatus.Ready, true), (again.Status, again.Plan.IsNothingToDo));
        Assert.Empty(cloud.StandIn.Requests.Writes);
    }

    [Theory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    public async Task Deploy_ToTheBindleOfANameThatIsSplit_IsStoppedWithoutAWrite(CloudEra era)
    {
        await using var cloud = await CloudFixture.StartAsync(era);
        var legacy = cloud.StandIn.Seeds.MixedCaseLegacyApp();
        cloud.StandIn.Seeds.OciApp("hello-world");

        var outcome = await cloud.DeployAsync("one", request => request with { AppId = legacy.Id }, "Hello-World");

        Assert.Equal(DeploymentStatus.NotPossible, outcome.Status);
        Assert.Contains(
            "would change hello-world",
            Assert.Single(outcome.Plan.Faults, fault => fault.IsBlocking).Message,
            StringComparison.Ordinal);
        Assert.Empty(cloud.StandIn.Requests.Writes);
        Assert.Empty(cloud.Pushed);
    }

    [Theory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    public async Task Rollback_WhereTheStorageIdStaysThatOfABindle_GoesBackToTheArtifact(CloudEra era)
    {
        await using var cloud = await CloudFixture.StartAsync(
            era, options => options with { RewritesStorageId = false });
        var app = cloud.StandIn.Seeds.LegacyApp("hello");
        var first = await cloud.DeployAsync("one");
        var second = await cloud.DeployAsync("two");

        var back = await cloud.Deployer.RollbackAsync(new RollbackRequest("hello"), default);

        Assert.Equal("hello", app.StorageId);
        Assert.Equal((DeploymentStatus.Ready, DeploymentStatus.Ready), (first.Status, second.Status));
        Assert.True(back.Status == DeploymentStatus.RolledBack, back.Reason);
        Assert.Equal(first.Plan.Image.Digest, app.Site!.Active!.ImageDigest);
    }

    private static string StateOf(CloudFixture cloud, CloudApp app)
    {
        var revisions = cloud.StandIn.State.Revisions.Where(revision => revision.AppId == app.Id);
        return $"{app.Site!.Activations} {string.Join(' ', revisions.Select(revision => revision.Number))}";
    }
}
