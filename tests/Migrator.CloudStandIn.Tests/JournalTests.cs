using Migrator.StandIn.Http;

namespace Migrator.StandIn.Tests;

/// <summary>What the stand-in remembers: tests of the client count writes by it.</summary>
public sealed class JournalTests
{
    [Fact]
    public async Task Writes_OfEveryPart_AreCountedAndLoginsAreNot()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.StandIn.Seeds.LegacyApp("hello");
        await cloud.Client.GetAsync("api/apps");
        await cloud.Client.GetAsync("api/variable-pairs", "{}");
        await cloud.InfoAsync("hello");
        await cloud.Client.PostAsync("api/auth-tokens/refresh", "{}");
        await cloud.Client.PostAsync("api/auth-tokens", "{}");
        await cloud.Client.PostAsync("api/device-codes", "{}");
        Assert.Empty(cloud.StandIn.Requests.Writes);

        await cloud.Client.SendAsync("POST", cloud.Client.Registry("v2/hello/blobs/uploads/"), null);
        await cloud.Client.PostAsync("api/unknown", "{}");
        await cloud.RegisterAsync("oci://hello", "1.0.0");

        Assert.Equal(
            ["POST /v2/hello/blobs/uploads/", "POST /api/unknown", "POST /api/revisions"],
            cloud.StandIn.Requests.Writes.Select(request => request.Operation));
    }

    [Fact]
    public async Task Requests_InTheJournal_HaveAllButTheToken()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.StandIn.Seeds.LegacyApp("hello");
        var channel = cloud.StandIn.State.Channels[0];

        await cloud.Client.PatchAsync($"api/channels/{channel.Id}?x=1", """{"name":"other"}""");

        var request = Assert.Single(cloud.StandIn.Requests.Of("PATCH /api/channels/{id}"));
        Assert.Equal((Area.Api, $"/api/channels/{channel.Id}", "?x=1"), (request.Area, request.Path, request.Query));
        Assert.Equal("""{"name":"other"}""", request.Text);
        Assert.Equal(("Bearer", 200), (request.AuthorizationScheme, request.Status));
        Assert.DoesNotContain(request.Headers, header => header.Value.Contains(
            cloud.StandIn.Login.Token,
            StringComparison.Ordinal));
        Assert.DoesNotContain(cloud.StandIn.Login.Token, cloud.StandIn.Requests.ToString(), StringComparison.Ordinal);
    }
}
