using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Migrator.Testing.Registries;
using static Migrator.Oci.Tests.Hosts.HostClient;

namespace Migrator.Oci.Tests.Hosts;

/// <summary>Each personality shows the habits it is there for (spec/oci-peers.md 3f).</summary>
public sealed class PersonalityTest
{
    private static readonly byte[] Blob = "some content"u8.ToArray();

    [Fact]
    public async Task Zot_MountsFromAnywhereAndTakesOnePost()
    {
        await using var host = await RegistryHost.StartAsync(RegistryPersonalities.Zot);
        using var client = new HostClient(host);
        using var post = await client.SendAsync("POST", $"v2/one/blobs/uploads/?digest={DigestOf(Blob)}", Blob);
        using var mount = await client.SendAsync("POST", $"v2/two/blobs/uploads/?mount={DigestOf(Blob)}");
        Assert.Equal((201, 201), ((int)post.StatusCode, (int)mount.StatusCode));
        using var docker = await PutManifestAsync(
            client, "two", type: "application/vnd.docker.distribution.manifest.v2+json");
        Assert.Equal(415, (int)docker.StatusCode);
        Assert.StartsWith("/v2/app/blobs/uploads/", await client.BeginAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Harbor_RefusesMountsAndCookies()
    {
        await using var host = await RegistryHost.StartAsync(RegistryPersonalities.Harbor);
        using var client = new HostClient(host);
        using var mount = await client.SendAsync("POST", $"v2/two/blobs/uploads/?mount={DigestOf(Blob)}&from=one");
        Assert.Equal(401, (int)mount.StatusCode);
        Assert.StartsWith("sid=", HeaderOf(mount, "Set-Cookie"), StringComparison.Ordinal);
        using var cookie = await client.SendAsync("POST", "v2/two/blobs/uploads/", null, ("Cookie", "sid=tests"));
        Assert.Equal(403, (int)cookie.StatusCode);
    }

    [Fact]
    public async Task Ghcr_LimitsChunks()
    {
        await using var host = await RegistryHost.StartAsync(RegistryPersonalities.Ghcr);
        using var client = new HostClient(host);
        using var large = await client.PatchAsync(await client.BeginAsync(), new byte[4 * 1024 * 1024], 0);
        Assert.Equal(416, (int)large.StatusCode);
        var location = await client.BeginAsync();
        Assert.Contains("/blobs/upload/", location, StringComparison.Ordinal);
        using var small = await client.PatchAsync(location, Blob, 0);
        Assert.Equal(202, (int)small.StatusCode);
        using var end = await client.CommitAsync(LocationOf(small), DigestOf(Blob));
        Assert.Equal(201, (int)end.StatusCode);
    }

    [Fact]
    public async Task Ecr_WantsTheRepositoryAndLongChunks()
    {
        await using var host = await RegistryHost.StartAsync(RegistryPersonalities.Ecr);
        using var client = new HostClient(host);
        using var unknown = await client.SendAsync("POST", "v2/app/blobs/uploads/");
        Assert.Equal(404, (int)unknown.StatusCode);
        Assert.Contains("NAME_UNKNOWN", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        host.Repository("app");
        using var first = await client.PatchAsync(await client.BeginAsync(), Blob, 0);
        Assert.Equal(201, (int)first.StatusCode);
        using var second = await client.PatchAsync(LocationOf(first), Blob, Blob.Length);
        Assert.Equal(416, (int)second.StatusCode);
        using var empty = await client.CommitAsync(await client.BeginAsync(), DigestOf([]));
        Assert.Equal(400, (int)empty.StatusCode);
    }

    [Fact]
    public async Task Ecr_MountsOnlyWhatAManifestRefersTo()
    {
        await using var host = await RegistryHost.StartAsync(RegistryPersonalities.Ecr);
        using var client = new HostClient(host);
        host.Repository("one");
        host.Repository("two");
        var config = await client.PushAsync("{}"u8.ToArray(), "one");
        using var early = await client.SendAsync("POST", $"v2/two/blobs/uploads/?mount={config}&from=one");
        using var manifest = await PutManifestAsync(client, "one");
        using var late = await client.SendAsync("POST", $"v2/two/blobs/uploads/?mount={config}&from=one");
        Assert.Equal((202, 201, 201), ((int)early.StatusCode, (int)manifest.StatusCode, (int)late.StatusCode));
        using var layers = await PutManifestAsync(client, "one", layers: 4201);
        using var parameter = await PutManifestAsync(client, "one", layerType: "text/plain; charset=utf-8", layers: 1);
        Assert.Equal((405, 405), ((int)layers.StatusCode, (int)parameter.StatusCode));
    }

    [Fact]
    public async Task Gar_UploadsElsewhereInOnePiece()
    {
        await using var host = await RegistryHost.StartAsync(
            new RegistryHostOptions { Personality = RegistryPersonalities.Gar, Password = true });
        using var client = new HostClient(host);
        var login = ("Authorization", "Basic " + Convert.ToBase64String("mover:let-me-in"u8));
        using var begun = await client.SendAsync("POST", "v2/app/blobs/uploads/", null, login);
        Assert.StartsWith($"http://{host.StorageHost}/", LocationOf(begun), StringComparison.Ordinal);
        using var first = await client.PatchAsync(LocationOf(begun), Blob[..5], 0);
        using var second = await client.PatchAsync(LocationOf(first), Blob[5..], 5);
        Assert.Equal((202, 405), ((int)first.StatusCode, (int)second.StatusCode));
    }

    [Fact]
    public async Task FermyonCloud_NamesItsOwnRepositoryAndReadsNothing()
    {
        await using var host = await RegistryHost.StartAsync(new RegistryHostOptions
        {
            Personality = RegistryPersonalities.FermyonCloud,
            Tokens = new RegistryTokens { FixedToken = "cloud-token" },
        });
        using var client = new HostClient(host);
        var login = ("Authorization", "Bearer cloud-token");
        using var begun = await client.SendAsync("POST", "v2/app/blobs/uploads/", null, login);
        Assert.Contains("/v2/cloud-user-", LocationOf(begun), StringComparison.Ordinal);
        var config = "{}"u8.ToArray();
        using var end = await client.SendAsync("PUT", $"{LocationOf(begun)}&digest={DigestOf(config)}", config, login);
        Assert.Equal(201, (int)end.StatusCode);
        using var manifest = await PutManifestAsync(client, "app", headers: login);
        Assert.Equal(201, (int)manifest.StatusCode);
        Assert.Null(HeaderOf(manifest, "Location"));
        using var head = await client.SendAsync("HEAD", "v2/app/manifests/1.0", null, login);
        using var get = await client.SendAsync("GET", "v2/app/manifests/1.0", null, login);
        Assert.Equal((200, 404), ((int)head.StatusCode, (int)get.StatusCode));
        Assert.Contains("<html>", await get.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zot", true)]
    [InlineData("acr", true)]
    [InlineData("ghcr", false)]
    [InlineData("distribution-3", false)]
    public async Task Referrers_WhereTheApiIs_AreListed(string personality, bool api)
    {
        await using var host = await RegistryHost.StartAsync(RegistryPersonalities.Named(personality));
        using var client = new HostClient(host);
        await client.PushAsync("{}"u8.ToArray());
        var subject = DigestOf([1]);
        using var put = await PutManifestAsync(client, "app", subject: subject);
        Assert.Equal(api ? subject : null, HeaderOf(put, "OCI-Subject"));
        using var list = await client.SendAsync("GET", $"v2/app/referrers/{subject}?artifactType=a%2Fb");
        Assert.Equal(api ? 200 : 404, (int)list.StatusCode);
        if (api)
        {
            Assert.Equal("artifactType", HeaderOf(list, "OCI-Filters-Applied"));
        }
    }

    [Fact]
    public async Task Tags_ManyPages_AreLinked()
    {
        await using var host = await RegistryHost.StartAsync(RegistryPersonalities.Acr);
        using var client = new HostClient(host);
        for (var number = 0; number < 250; number++)
        {
            host.Repository("app").Tags[$"t{number:000}"] = DigestOf([1]);
        }

        var (next, pages, tags) = ("/v2/app/tags/list", 0, 0);
        while (next is not null)
        {
            using var page = await client.SendAsync("GET", next);
            tags += (await page.Content.ReadAsStringAsync()).Split("\"t").Length - 2;
            next = HeaderOf(page, "Link")?.Split('<', '>')[1];
            pages++;
        }

        Assert.Equal((3, 250), (pages, tags));
        Assert.Equal(250, host.IncompleteTags().Count());
    }

    [Fact]
    public async Task Host_Http2_IsSpoken()
    {
        await using var host = await RegistryHost.StartAsync(
            new RegistryHostOptions { Protocols = HttpProtocols.Http2 });
        using var client = new HostClient(host.Address, new Version(2, 0));
        await client.PushAsync(Blob);
        host.Faults.On(RequestKind.Ping, Fault.ResetStream(11), 1).On(RequestKind.Ping, Fault.GoAway(), 2);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync("GET", "v2/"));
        using var last = await client.SendAsync("GET", "v2/");
        Assert.Equal(200, (int)last.StatusCode);
        Assert.All(host.Requests.All, request => Assert.Equal("HTTP/2", request.Protocol));
    }

    [Fact]
    public async Task Host_LargeBlobs_AreNotKeptInMemory()
    {
        await using var host = await RegistryHost.StartAsync(new RegistryHostOptions { KeepAtMost = 1_000_000 });
        using var client = new HostClient(host);
        var kept = new byte[900_000];
        var dropped = new byte[3_000_000];
        await client.PushAsync(kept);
        await client.PushAsync(dropped);
        Assert.Null(host.Repository("app").Blobs[DigestOf(dropped)].Open);
        using var answer = await client.SendAsync(
            "GET", $"v2/app/blobs/{DigestOf(kept)}", null, ("Range", "bytes=899990-"));
        Assert.Equal((206, 10), ((int)answer.StatusCode, (await answer.Content.ReadAsByteArrayAsync()).Length));
    }

    [Fact]
    public async Task Host_MaxInFlight_Throttles()
    {
        await using var host = await RegistryHost.StartAsync(new RegistryHostOptions { MaxInFlight = 1 });
        using var client = new HostClient(host);
        var gate = new FaultGate();
        host.Faults.On(RequestKind.TagsList, Fault.Hang(gate));
        var first = client.SendAsync("GET", "v2/app/tags/list");
        await gate.Entered;
        using var second = await client.SendAsync("GET", "v2/");
        Assert.Equal(429, (int)second.StatusCode);
        gate.Release();
        (await first).Dispose();
        Assert.Equal(2, host.Requests.MaxInFlight);
    }

    private static Task<HttpResponseMessage> PutManifestAsync(
        HostClient client,
        string repository,
        string type = Manifest,
        string? subject = null,
        int layers = 0,
        string layerType = "a/b",
        params (string, string)[] headers)
    {
        var config = DigestOf("{}"u8.ToArray());
        var layer = $$"""{"mediaType":"{{layerType}}","digest":"{{config}}","size":2}""";
        var about = subject is null
            ? ""
            : $$""","subject":{"mediaType":"{{Manifest}}","digest":"{{subject}}","size":1}""";
        var json = string.Create(CultureInfo.InvariantCulture, $$"""
            {"schemaVersion":2,"artifactType":"a/b","config":{"mediaType":"a/c","digest":"{{config}}","size":2},
            "layers":[{{string.Join(',', Enumerable.Repeat(layer, layers))}}]{{about}}}
            """);
        return client.SendAsync(
            "PUT",
            $"v2/{repository}/manifests/1.0",
            Encoding.UTF8.GetBytes(json),
            [("Content-Type", type), .. headers]);
    }
}
