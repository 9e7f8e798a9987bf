using Migrator.Cloud.Api;
using Migrator.Cloud.Api.Model;
using Migrator.StandIn.Http;

namespace Migrator.Cloud.Tests.Sockets;

/// <summary>
/// Every operation that the client has, asked of a stand-in of either era: what is asked and answered is as the
/// document of the real API has it.
/// </summary>
public sealed class OperationTests
{
    private const string Tag = "1.0.0-r80e5abb";

    [Theory]
    [InlineData(StandIn.CloudEra.C37)]
    [InlineData(StandIn.CloudEra.Head)]
    public async Task Operations_OfEitherEra_AreThoseOfTheDocument(StandIn.CloudEra era)
    {
        await using var cloud = await CloudFixture.StartAsync(era, options => options with { DevicePolls = 0 });
        var client = cloud.Client;

        var app = await CreateAsync(cloud);
        await UseAsync(client, app);
        if (era == StandIn.CloudEra.Head)
        {
            await UseWhatIsNewAsync(client, app);
        }

        await LogInAsync(cloud);
        await client.Apps.DeleteAsync(app, default);

        Assert.Empty(await client.Apps.ListAsync(default).ToListAsync());
        Assert.True(cloud.StandIn.Conformance.IsOn);
        Assert.Equal("", cloud.StandIn.Conformance.ToString());
        Assert.All(cloud.StandIn.Requests.Of(Area.Api), request => Assert.InRange(request.Status!.Value, 200, 299));
    }

    private static async Task<Guid> CreateAsync(CloudFixture cloud)
    {
        var client = cloud.Client;
        await client.Apps.CheckLoginAsync(default);
        cloud.StandIn.Registry.AddManifest(
            "hello", Tag, "application/vnd.oci.image.manifest.v1+json", CloudFixture.Manifest("one"));
        var app = await client.Apps.CreateAsync("hello", "oci://hello", false, default);
        await client.Revisions.RegisterAsync("oci://hello", Tag, default);
        var revision = Assert.Single(await client.Revisions.ListAsync(Tag, default).ToListAsync());
        var channels = await client.Channels.ListAsync(default).ToListAsync();
        var channel = channels.Count == 1
            ? channels[0].Id
            : await client.Channels.CreateAsync(app, AppItem.DeployChannel, revision.Id, default);
        await client.Channels.PatchAsync(PatchChannelCommand.Activate(channel, revision.Id), default);
        return app;
    }

    private static async Task UseAsync(CloudClient client, Guid id)
    {
        var app = await client.Apps.GetAsync(id, default);
        var channel = Assert.Single(app.Channels).Id;
        Assert.Equal(Tag, (await client.Channels.GetAsync(channel, default)).ActiveRevision?.RevisionNumber);
        Assert.Equal("Healthy", await client.Channels.ReadHealthAsync(channel, default));
        Assert.NotEmpty(await client.Channels.ReadLogsAsync(channel, 5, default));
        await client.Variables.SetAsync(id, "colour", "sea-green", default);
        Assert.Equal(["colour"], await client.Variables.ListAsync(id, default));
        await client.Variables.DeleteAsync(id, "colour", default);
        await client.KeyValues.SetAsync(id, "default", "door", "open", default);
        await client.SqlDatabases.CreateAsync("data", id, label: null, default);
        Assert.NotEmpty(await client.SqlDatabases.ListAsync(id, default));
    }

    private static async Task UseWhatIsNewAsync(CloudClient client, Guid id)
    {
        await client.KeyValues.CreateStoreAsync("store", new ResourceLabel("cache", id), default);
        await client.KeyValues.LinkStoreAsync("store", new ResourceLabel("other", id), default);
        Assert.Contains(await client.KeyValues.ListStoresAsync(default), store => store.Name == "store");
        await client.SqlDatabases.CreateAsync("more", id, "more", default);
        await client.SqlDatabases.LinkAsync("more", new ResourceLabel("again", id), default);
        Assert.NotEmpty(await client.Apps.ReadLogsAsync(id, 5, default));
    }

    private static async Task LogInAsync(CloudFixture cloud)
    {
        var code = await cloud.Client.Tokens.CreateDeviceCodeAsync(default);
        var tokens = await cloud.Client.Tokens.CreateAsync(code.DeviceCode, default);
        var renewed = await cloud.Client.Tokens.RefreshAsync(tokens.Token, tokens.RefreshToken!, default);
        cloud.Token = () => renewed.Token;
    }
}
