namespace Migrator.StandIn.Tests;

/// <summary>The exchanges of spec/cloud-deploy.md 8.6, as they stand there.</summary>
public sealed class SampleExchangeTests
{
    [Fact]
    public async Task Create_C37_GoesAsInTheSpecification()
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions { StrictOas = false });
        await cloud.Client.PushAsync("hello", "1.0.0-r80e5abb");

        var app = await cloud.Client.PostAsync(
            "api/apps",
            """{"name":"hello","storageId":"oci://hello","createDefaultDatabase":false}""");
        var registered = await cloud.RegisterAsync("oci://hello", "1.0.0-r80e5abb");
        var revisions = await cloud.Client.GetAsync("api/revisions");
        var revision = revisions.Json["items"]![0]!;
        var channel = await cloud.OpenChannelAsync(app.Id, (Guid)revision["id"]!);
        var shown = await cloud.Client.GetAsync($"api/channels/{channel}");

        Assert.Equal((200, 201, ""), (app.Status, registered.Status, registered.Text));
        Assert.Equal(app.Id, (Guid)revision["appId"]!);
        Assert.Equal("1.0.0-r80e5abb", (string)revision["revisionNumber"]!);
        Assert.Empty(revision["components"]!.AsArray());
        Assert.Equal(
            (1, 0, 50, true),
            ((int)revisions.Json["totalItems"]!, (int)revisions.Json["pageIndex"]!, (int)revisions.Json["pageSize"]!,
                (bool)revisions.Json["isLastPage"]!));
        Assert.Equal("spin-deploy", (string)shown.Json["name"]!);
        Assert.Equal("UseSpecifiedRevision", (string)shown.Json["revisionSelectionStrategy"]!);
        Assert.Equal("Running", (string)shown.Json["desiredStatus"]!);
        Assert.Equal((string)revision["id"]!, (string)shown.Json["activeRevision"]!["id"]!);
        Assert.Empty(shown.Json["environmentVariables"]!.AsArray());
        Assert.NotEmpty((string)shown.Json["domain"]!);
    }

    [Fact]
    public async Task Upgrade_LegacyApp_ListsAsInTheSpecification()
    {
        await using var cloud = await Cloud.StartAsync();
        var app = cloud.StandIn.Seeds.LegacyApp("hello");
        var before = (await cloud.Client.GetAsync("api/apps")).Json["items"]![0]!;
        var infoBefore = await cloud.InfoAsync("hello");
        var digest = await cloud.Client.PushAsync("hello", "1.0.0-r80e5abb");

        await cloud.RegisterAsync("oci://hello", "1.0.0-r80e5abb");
        var channel = Assert.Single(cloud.StandIn.State.ChannelsOf(app));
        await cloud.Client.PatchAsync($"api/channels/{channel.Id}", $$"""
            {"channelId":"{{channel.Id}}","revisionSelectionStrategy":"UseSpecifiedRevision",
            "activeRevisionId":"{{cloud.RevisionId("1.0.0-r80e5abb")}}"}
            """);
        cloud.Clock.Advance(TimeSpan.FromSeconds(14));
        var after = (await cloud.Client.GetAsync("api/apps")).Json["items"]![0]!;
        var infoAfter = await cloud.InfoAsync("hello");

        Assert.Equal(("hello", "oci://hello"), ((string)before["storageId"]!, (string)after["storageId"]!));
        Assert.Equal("1.0.0+r1a2b3c4d", (string)before["channels"]![0]!["activeRevisionNumber"]!);
        Assert.Equal("1.0.0-r80e5abb", (string)after["channels"]![0]!["activeRevisionNumber"]!);
        Assert.Equal((string)before["channels"]![0]!["domain"]!, (string)after["channels"]![0]!["domain"]!);
        Assert.Equal(
            """{"name":"hello","version":"1.0.0","bindle_version":"1.0.0+r1a2b3c4d"}""",
            infoBefore.Text);
        Assert.Equal($$"""{"name":"hello","version":"1.0.0","oci_image_digest":"{{digest}}"}""", infoAfter.Text);
    }

    [Fact]
    public async Task Deploy_Head_ActivatesByRegistering()
    {
        await using var cloud = await Cloud.StartAsync(CloudEra.Head);

        var (app, digest) = await cloud.CreateAsync();
        cloud.Clock.Advance(TimeSpan.FromSeconds(14));
        var shown = await cloud.Client.GetAsync($"api/apps/{app}");
        var info = await cloud.Client.SendAsync(
            "GET",
            new Uri($"http://{(string)shown.Json["subdomain"]!}/.well-known/spin/info"),
            null);

        Assert.Equal("1.0.0-r80e5abb", (string)shown.Json["channels"]![0]!["activeRevisionNumber"]!);
        Assert.Equal("Healthy", (string)shown.Json["healthStatus"]!);
        Assert.Equal(digest, (string)info.Json["oci_image_digest"]!);
    }
}
