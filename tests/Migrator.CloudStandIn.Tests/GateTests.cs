namespace Migrator.StandIn.Tests;

/// <summary>The register rule (8.3): a bindle becomes an artifact, and never the other way.</summary>
public sealed class GateTests
{
    private const string Tag = "1.1.0-r80e5abb";

    [Theory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    public async Task Register_OciForLegacyApp_IsLetInAndTurnsStorageId(CloudEra era)
    {
        await using var cloud = await Cloud.StartAsync(era);
        var app = cloud.StandIn.Seeds.LegacyApp("hello");
        await cloud.Client.PushAsync("hello", Tag);

        var answer = await cloud.RegisterAsync("oci://hello", Tag);

        Assert.Equal(200, answer.Status);
        Assert.Equal("oci://hello", app.StorageId);
        Assert.Equal([Tag], cloud.StandIn.State.RevisionsOf(app).Where(it => it.IsOci).Select(it => it.Number));
    }

    [Fact]
    public async Task Register_OciWithoutRewriting_KeepsStorageIdAndStarts()
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions
        {
            Era = CloudEra.Head,
            RewritesStorageId = false,
        });
        var app = cloud.StandIn.Seeds.LegacyApp("hello");
        var digest = await cloud.Client.PushAsync("hello", Tag);

        await cloud.RegisterAsync("oci://hello", Tag);

        Assert.Equal("hello", app.StorageId);
        Assert.Equal(digest, app.Site!.Active!.ImageDigest);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(400)]
    [InlineData(409)]
    public async Task Register_BindleForOciApp_IsRefusedBareAndChangesNothing(int status)
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions { GateStatus = status });
        var app = cloud.StandIn.Seeds.OciApp("hello");
        var before = cloud.StandIn.State.Revisions;

        var answer = await cloud.RegisterAsync("hello", "1.0.0+r1a2b3c4d");

        Assert.Equal(status, answer.Status);
        Assert.Null(answer.Json["detail"]);
        Assert.NotNull(answer.Json["traceId"]);
        Assert.Equal("application/problem+json; charset=utf-8", answer.Type);
        Assert.Equal(before.AsEnumerable(), cloud.StandIn.State.Revisions);
        Assert.Equal("oci://hello", app.StorageId);
    }

    [Fact]
    public async Task Register_BindleAfterTheUpgrade_IsRefused()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.StandIn.Seeds.LegacyApp("hello");
        await cloud.Client.PushAsync("hello", Tag);
        await cloud.RegisterAsync("oci://hello", Tag);

        Assert.Equal(404, (await cloud.RegisterAsync("hello", "1.0.0+r1a2b3c4d")).Status);
    }

    [Fact]
    public async Task Create_SanitizedNameOfMixedCaseApp_SplitsItInTwo()
    {
        await using var cloud = await Cloud.StartAsync();
        var legacy = cloud.StandIn.Seeds.MixedCaseLegacyApp();

        await cloud.CreateAsync("hello-world", Tag);

        Assert.Equal(["Hello-World", "hello-world"], cloud.StandIn.State.Apps.Select(app => app.Name));
        Assert.Equal("Hello-World", legacy.StorageId);
        Assert.DoesNotContain(cloud.StandIn.State.RevisionsOf(legacy), revision => revision.IsOci);
    }

    [Fact]
    public async Task Register_SanitizedNameOfMixedCaseApp_FindsIt()
    {
        await using var cloud = await Cloud.StartAsync();
        var legacy = cloud.StandIn.Seeds.MixedCaseLegacyApp();
        await cloud.Client.PushAsync("hello-world", Tag);

        var answer = await cloud.RegisterAsync("oci://hello-world", Tag);

        Assert.Equal((200, "oci://hello-world"), (answer.Status, legacy.StorageId));
    }

    [Fact]
    public async Task Register_OciForARenamedLegacyApp_FindsNone()
    {
        await using var cloud = await Cloud.StartAsync();
        var legacy = cloud.StandIn.Seeds.LegacyApp("hello");
        await cloud.Client.PutAsync($"api/apps/{legacy.Id}", $$"""{"id":"{{legacy.Id}}","name":"renamed"}""");
        await cloud.Client.PushAsync("hello", Tag);

        Assert.Equal(404, (await cloud.RegisterAsync("oci://hello", Tag)).Status);
        Assert.Equal("hello", legacy.StorageId);
    }

    [Fact]
    public async Task Register_TagThatWasNotPushed_Is400()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.StandIn.Seeds.LegacyApp("hello");

        var answer = await cloud.RegisterAsync("oci://hello", Tag);

        Assert.Equal(400, answer.Status);
        Assert.NotNull(answer.Json["errors"]!["RevisionNumber"]);
    }

    [Theory]
    [InlineData("oci://hello", "1.0.0+r1a2b3c4d", "RevisionNumber")]
    [InlineData("", "1.0.0", "AppStorageId")]
    [InlineData("oci://He llo", "1.0.0", "AppStorageId")]
    [InlineData("hello", "", "RevisionNumber")]
    public async Task Register_NotValid_NamesTheField(string storageId, string number, string field)
    {
        await using var cloud = await Cloud.StartAsync();

        var answer = await cloud.RegisterAsync(storageId, number);

        Assert.Equal(400, answer.Status);
        Assert.NotNull(answer.Json["errors"]![field]);
    }
}
