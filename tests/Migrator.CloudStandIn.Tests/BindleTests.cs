using System.Text;

namespace Migrator.StandIn.Tests;

/// <summary>What the cloud had of a Bindle server (2.2 steps 8 to 11).</summary>
public sealed class BindleTests
{
    private static readonly byte[] Parcel = Encoding.UTF8.GetBytes("parcel");

    private static string Sha => RawClient.Digest(Parcel)["sha256:".Length..];

    private static string Invoice => $"""
        bindleVersion = "1.0.0"
        [bindle]
        name = "hello"
        version = "1.0.0+r1a2b3c4d"
        [[parcel]]
        [parcel.label]
        sha256 = "{Sha}"
        mediaType = "application/wasm"
        name = "hello.wasm"
        size = 6
        """;

    [Fact]
    public async Task Push_AsTheOldPlugin_MakesAnAppOfIt()
    {
        await using var cloud = await Cloud.StartAsync();
        const string Id = "api/registry/_i/hello/1.0.0+r1a2b3c4d";

        var unknown = await cloud.Client.GetAsync(Id + "?yanked=true");
        var created = await PostAsync(cloud, "api/registry/_i", Encoding.UTF8.GetBytes(Invoice));
        var early = await cloud.Client.PostAsync("api/apps", """{"name":"early","storageId":"hello"}""");
        var uploaded = await PostAsync(cloud, $"{Id}@{Sha}", Parcel);
        var app = await cloud.Client.PostAsync("api/apps", """{"name":"hello","storageId":"hello"}""");
        var known = await cloud.Client.GetAsync(Id + "?yanked=true");
        var parcel = await cloud.Client.GetAsync($"{Id}@{Sha}");

        Assert.Equal((404, 202, 200, 200), (unknown.Status, created.Status, uploaded.Status, known.Status));
        Assert.Contains("missing", created.Text, StringComparison.Ordinal);
        Assert.Equal((200, 200), (early.Status, app.Status));
        Assert.Equal("1.0.0+r1a2b3c4d", Assert.Single(cloud.StandIn.State.Revisions).Number);
        Assert.Equal("parcel", parcel.Text);
        Assert.Contains("hello.wasm", known.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_WrongParcelOrKnownId_IsAnErrorInToml()
    {
        await using var cloud = await Cloud.StartAsync();
        await PostAsync(cloud, "api/registry/_i", Encoding.UTF8.GetBytes(Invoice));

        var wrong = await PostAsync(cloud, $"api/registry/_i/hello/1.0.0+r1a2b3c4d@{Sha}", [1, 2, 3, 4, 5, 6]);
        var again = await PostAsync(cloud, "api/registry/_i", Encoding.UTF8.GetBytes(Invoice));

        Assert.Equal((400, 409), (wrong.Status, again.Status));
        Assert.StartsWith("error = \"", again.Text, StringComparison.Ordinal);
        Assert.Equal("application/toml", again.Type);
    }

    [Fact]
    public async Task Push_TooLarge_SaysWhatThePluginLooksFor()
    {
        await using var cloud = await Cloud.StartAsync();

        var answer = await PostAsync(cloud, "api/registry/_i", Encoding.UTF8.GetBytes(
            Invoice.Replace("size = 6", "size = 100000001", StringComparison.Ordinal)));

        Assert.Contains("application exceeds the maximum size limit of 100 MB", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CloudEra.C37, BindleUpload.ReadOnly, 403, 200)]
    [InlineData(CloudEra.C37, BindleUpload.Off, 404, 404)]
    [InlineData(CloudEra.Head, null, 404, 404)]
    public async Task Push_WhereBindleEnds_IsRefused(CloudEra era, BindleUpload? upload, int pushed, int read)
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions { Era = era, Bindle = upload });
        cloud.StandIn.Seeds.LegacyApp("shop");

        var post = await PostAsync(cloud, "api/registry/_i", Encoding.UTF8.GetBytes(Invoice));
        var get = await cloud.Client.GetAsync("api/registry/_i/shop/1.0.0+r1a2b3c4d?yanked=true");

        Assert.Equal((pushed, read), (post.Status, get.Status));
    }

    private static async Task<RawAnswer> PostAsync(Cloud cloud, string path, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/toml");
        return await cloud.Client.SendAsync("POST", new Uri(cloud.StandIn.Address, path), content);
    }
}
