using System.Text;
using Migrator.StandIn.Http;
using Migrator.Testing.Registries;

namespace Migrator.StandIn.Tests;

/// <summary>The registry of the cloud: push only, with the token of the login (1.8, 2.4).</summary>
public sealed class RegistryTests
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("content");

    [Fact]
    public async Task Push_WithoutGoodToken_Is401()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.Client.Token = null;

        var answer = await cloud.Client.SendAsync("POST", cloud.Client.Registry("v2/hello/blobs/uploads/"), null);

        Assert.Equal((401, "Bearer"), (answer.Status, answer.Headers["WWW-Authenticate"]));
    }

    [Fact]
    public async Task Push_Artifact_CanBeAskedForByHeadAndNotPulled()
    {
        await using var cloud = await Cloud.StartAsync();
        var digest = await cloud.Client.PushAsync("hello", "1.0.0");
        var manifest = cloud.Client.Registry("v2/hello/manifests/1.0.0");

        var head = await cloud.Client.SendAsync("HEAD", manifest, null);
        var get = await cloud.Client.SendAsync("GET", manifest, null);
        var blob = await cloud.Client.SendAsync(
            "GET",
            cloud.Client.Registry("v2/hello/blobs/" + RawClient.Digest(Content)),
            null);

        Assert.Equal((200, digest), (head.Status, head.Headers["Docker-Content-Digest"]));
        Assert.Equal((404, 404), (get.Status, blob.Status));
    }

    [Theory]
    [InlineData(true, "/v2/cloud-user-00000000-0000-4000-8000-000000000000/blobs/uploads/")]
    [InlineData(false, "/v2/hello/blobs/uploads/")]
    public async Task Upload_Location_NamesTheAccountsRepositoryOrTheApps(bool rewrites, string path)
    {
        var options = new StandInOptions();
        await using var cloud = await Cloud.StartAsync(rewrites ? options : options with { BackingRepository = null });

        var answer = await cloud.Client.SendAsync("POST", cloud.Client.Registry("v2/hello/blobs/uploads/"), null);

        Assert.StartsWith(path, new Uri(answer.Headers["Location"]).AbsolutePath, StringComparison.Ordinal);
        Assert.Equal(201, (await cloud.Client.PushBlobAsync("hello", Content)).Status);
    }

    [Theory]
    [InlineData("api/oci/hello/blobs/uploads")]
    [InlineData("v2/hello/blobs/uploads/")]
    public async Task Upload_AtThePortOfTheApi_IsTheRegistryToo(string path)
    {
        await using var cloud = await Cloud.StartAsync();

        var opened = await cloud.Client.SendAsync("POST", new Uri(cloud.StandIn.Address, path), null);
        var done = await cloud.Client.SendAsync(
            "PUT",
            new Uri($"{opened.Headers["Location"]}&digest={Uri.EscapeDataString(RawClient.Digest(Content))}"),
            new ByteArrayContent(Content));

        Assert.Equal((202, 201), (opened.Status, done.Status));
        Assert.True(cloud.StandIn.Registry.Repository("hello").Blobs.ContainsKey(RawClient.Digest(Content)));
    }

    [Fact]
    public async Task Push_PackageAboveItsLimit_IsRefusedAtTheManifest()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.Client.PushBlobAsync("hello", Content);

        var (answer, _) = await cloud.Client.PutManifestAsync("hello", "1.0.0", Content, Content, 100_000_001);

        Assert.Equal(413, answer.Status);
        Assert.Contains("application exceeds", answer.Text, StringComparison.Ordinal);
        Assert.Empty(cloud.StandIn.Registry.Repository("hello").Tags);
    }

    [Fact]
    public async Task Push_TokenExpiresInTheMidst_Is401ForTheCommit()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.StandIn.Faults.When(
            request => request.Area == Area.Registry && request.Method == "PUT",
            StandInFault.TokensExpired());

        Assert.Equal(401, (await cloud.Client.PushBlobAsync("hello", Content)).Status);
    }

    [Fact]
    public async Task Push_FaultsOfTheRegistry_ComeOut()
    {
        await using var cloud = await Cloud.StartAsync();
        var uploads = cloud.Client.Registry("v2/hello/blobs/uploads/");
        cloud.StandIn.Registry.Faults
            .On(RequestKind.UploadPost, Fault.Location(null))
            .On(RequestKind.UploadPost, Fault.Html(524), nth: 2)
            .On(RequestKind.UploadPost, RegistryFaults.OkInsteadOfAccepted(), nth: 3);

        var noLocation = await cloud.Client.SendAsync("POST", uploads, null);
        var proxy = await cloud.Client.SendAsync("POST", uploads, null);
        var ok = await cloud.Client.SendAsync("POST", uploads, null);

        Assert.False(noLocation.Headers.ContainsKey("Location"));
        Assert.Equal((524, "text/html; charset=utf-8"), (proxy.Status, proxy.Type));
        Assert.Equal(200, ok.Status);
        Assert.True(ok.Headers.ContainsKey("Location"));
    }

    [Fact]
    public async Task Push_LocationOfAManifest_IsOnceWithoutADigest()
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.Client.PushAsync("hello", "0.9.0");
        cloud.StandIn.Registry.Faults.On(RequestKind.ManifestPut, RegistryFaults.LocationOfTag());

        await cloud.Client.PushBlobAsync("hello", Content);
        var (answer, digest) = await cloud.Client.PutManifestAsync("hello", "1.0.0", Content, Content);

        Assert.EndsWith("/manifests/1.0.0", answer.Headers["Location"], StringComparison.Ordinal);
        Assert.Equal(digest, cloud.StandIn.Registry.Repository("hello").Tags["1.0.0"]);
    }
}
