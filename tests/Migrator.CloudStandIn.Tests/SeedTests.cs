using Migrator.Testing;

namespace Migrator.StandIn.Tests;

/// <summary>Seeds (8.3): apps that are there without a request.</summary>
public sealed class SeedTests
{
    [Fact]
    public async Task Legacy_AtOnce_RunsAndIsListed()
    {
        await using var cloud = await Cloud.StartAsync();

        var app = cloud.StandIn.Seeds.LegacyApp("shop", "2.1.0", "rdeadbeef");

        Assert.Equal(("shop", "shop"), (app.Name, app.StorageId));
        Assert.Equal("2.1.0+rdeadbeef", (string)(await cloud.InfoAsync("shop")).Json["bindle_version"]!);
        Assert.Equal("spin-deploy", Assert.Single(cloud.StandIn.State.ChannelsOf(app)).Name);
        Assert.Empty(cloud.StandIn.Requests.Writes);
    }

    [Fact]
    public async Task Legacy_OfAFolder_IsCompleteAndCanBeStartedAnew()
    {
        await using var cloud = await Cloud.StartAsync();

        var app = cloud.StandIn.Seeds.LegacyAppOf(RepositoryRoot.Combine("testdata", "petstore"));
        await cloud.Client.PatchAsync(
            $"api/channels/{cloud.StandIn.State.Channels[0].Id}",
            $$"""{"activeRevisionId":"{{cloud.StandIn.State.Revisions[0].Id}}"}""");

        Assert.Equal(("petstore", "petstore"), (app.Name, app.StorageId));
        Assert.Equal("1.2.0+q0a1b2c3", app.Site!.Active!.BindleVersion);
        Assert.Null(app.Site.Active.Fault);
    }

    [Fact]
    public async Task HalfCreated_App_HasNoChannel()
    {
        await using var cloud = await Cloud.StartAsync();

        var app = cloud.StandIn.Seeds.HalfCreatedApp("half");
        var shown = await cloud.Client.GetAsync($"api/apps/{app.Id}");

        Assert.Empty(shown.Json["channels"]!.AsArray());
        Assert.Empty(cloud.StandIn.State.RevisionsOf(app));
    }

    [Fact]
    public async Task Oci_App_SaysItsDigest()
    {
        await using var cloud = await Cloud.StartAsync();

        cloud.StandIn.Seeds.OciApp("shop");

        Assert.Equal(
            cloud.StandIn.Registry.Repository("shop").Tags["1.0.0-r80e5abb"],
            (string)(await cloud.InfoAsync("shop")).Json["oci_image_digest"]!);
    }

    [Fact]
    public async Task Others_OfTheList_AreAsTheyAreCalled()
    {
        await using var cloud = await Cloud.StartAsync();

        cloud.StandIn.Seeds.MixedCaseLegacyApp();
        cloud.StandIn.Seeds.NoBuildInfoLegacyApp();
        cloud.StandIn.Seeds.ManyApps();

        Assert.Equal(53, cloud.StandIn.State.Apps.Length);
        Assert.Equal("Hello-World", cloud.StandIn.State.Apps[0].StorageId);
        Assert.Equal("1.0.0", cloud.StandIn.State.RevisionsOf(cloud.StandIn.State.Apps[1]).Single().Number);
    }
}
