using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Migrator.Testing.Registries;

namespace Migrator.Oci.Tests.Hosts;

/// <summary>
/// The same requests to Debian's docker-registry and to the host that plays it: status, the headers of the protocol and
/// the error's code must agree.
/// </summary>
public sealed partial class TwinOfDistributionTest
{
    private static readonly byte[] Blob = "some content"u8.ToArray();
    private static readonly string[] Headers =
        ["Location", "Range", "Docker-Content-Digest", "Content-Type", "Docker-Distribution-Api-Version"];

    private delegate Task Play(HostClient client, Func<Task<HttpResponseMessage>, Task<string?>> log);

    [Fact]
    public Task Upload_InOnePut_IsTheSame() => AssertSameAsync(async (client, log) =>
    {
        var location = await client.BeginAsync();
        await log(client.CommitAsync(location, HostClient.DigestOf(Blob), Blob));
        await log(client.SendAsync("HEAD", $"v2/app/blobs/{HostClient.DigestOf(Blob)}"));
        await log(client.SendAsync("GET", $"v2/app/blobs/{HostClient.DigestOf(Blob)}"));
        await log(client.SendAsync("GET", location));
    });

    [Fact]
    public Task Upload_InChunks_IsTheSame() => AssertSameAsync(async (client, log) =>
    {
        var location = await client.BeginAsync();
        await log(client.SendAsync("GET", location));
        location = await log(client.PatchAsync(location, Blob[..5], 0));
        await log(client.SendAsync("GET", location!));
        location = await log(client.PatchAsync(location!, Blob[5..], 5));
        await log(client.CommitAsync(location!, HostClient.DigestOf(Blob)));
    });

    [Fact]
    public Task Upload_WrongDigest_IsTheSame() => AssertSameAsync(async (client, log) =>
    {
        var location = await client.BeginAsync();
        await log(client.CommitAsync(location, HostClient.DigestOf("other"u8.ToArray()), Blob));
        await log(client.SendAsync("GET", location));
        await log(client.SendAsync("PUT", await client.BeginAsync(), Blob));
    });

    [Fact]
    public Task Upload_OldLocation_IsRefusedAndTheNewOneGoesOn() => AssertSameAsync(async (client, log) =>
    {
        var old = await client.BeginAsync();
        var location = await log(client.PatchAsync(old, Blob[..5], 0));
        await log(client.PatchAsync(old, Blob[5..], 5));
        await log(client.PatchAsync(location!, Blob[5..], 5));
    });

    [Fact]
    public Task Upload_WrongContentRange_IsAppended() => AssertSameAsync(async (client, log) =>
    {
        var location = await log(client.PatchAsync(await client.BeginAsync(), Blob[..5], 0));
        location = await log(client.PatchAsync(location!, Blob[5..], 2));
        await log(client.CommitAsync(location!, HostClient.DigestOf(Blob)));
    });

    [Fact]
    public Task Upload_Deleted_IsGone() => AssertSameAsync(async (client, log) =>
    {
        var location = await client.BeginAsync();
        await log(client.SendAsync("DELETE", location));
        await log(client.SendAsync("GET", location));
    });

    [Fact]
    public Task Mount_KnownAndUnknown_AreTheSame() => AssertSameAsync(async (client, log) =>
    {
        var digest = await client.PushAsync(Blob, "one");
        await log(client.SendAsync("POST", $"v2/two/blobs/uploads/?mount={digest}&from=one"));
        await log(client.SendAsync("POST", $"v2/two/blobs/uploads/?mount={HostClient.DigestOf([1])}&from=one"));
        await log(client.SendAsync("POST", $"v2/three/blobs/uploads/?mount={digest}"));
        await log(client.SendAsync("POST", $"v2/three/blobs/uploads/?digest={digest}", Blob));
    });

    [Fact]
    public Task Manifest_GoodAndBad_AreTheSame() => AssertSameAsync(async (client, log) =>
    {
        await client.PushAsync("{}"u8.ToArray());
        var good = ManifestOf([]);
        var digest = HostClient.DigestOf(good);
        foreach (var (reference, body) in new[]
        {
            ("1.0", good), (digest, good), (HostClient.DigestOf([1]), good), ("1.1", "{"u8.ToArray()),
            ("1.1", ManifestOf(Blob)),
        })
        {
            await log(client.SendAsync(
                "PUT", $"v2/app/manifests/{reference}", body, ("Content-Type", HostClient.Manifest)));
        }

        foreach (var reference in new[] { "1.0", digest, "1.1" })
        {
            await log(client.SendAsync("HEAD", $"v2/app/manifests/{reference}", null, ("Accept", HostClient.Manifest)));
            await log(client.SendAsync("GET", $"v2/app/manifests/{reference}", null, ("Accept", HostClient.Manifest)));
        }
    });

    [Fact]
    public Task Manifest_ThatIsALayer_FailsTheSameWay() => AssertSameAsync(async (client, log) =>
    {
        var digest = await client.PushAsync(Blob);
        await log(client.SendAsync("HEAD", $"v2/app/manifests/{digest}", null, ("Accept", HostClient.Manifest)));
        await log(client.SendAsync("GET", $"v2/app/manifests/{digest}", null, ("Accept", HostClient.Manifest)));
    });

    [Fact]
    public Task Lists_KnownAndUnknown_AreTheSame() => AssertSameAsync(async (client, log) =>
    {
        await client.PushAsync("{}"u8.ToArray());
        var manifest = ManifestOf([]);
        await log(client.SendAsync("PUT", "v2/app/manifests/1.0", manifest, ("Content-Type", HostClient.Manifest)));
        await log(client.SendAsync("GET", "v2/"));
        await log(client.SendAsync("GET", "v2/app/tags/list"));
        await log(client.SendAsync("GET", "v2/nothing/tags/list"));
        await log(client.SendAsync("GET", $"v2/app/referrers/{HostClient.DigestOf(manifest)}"));
        await log(client.SendAsync("HEAD", $"v2/app/blobs/{HostClient.DigestOf([1])}"));
    });

    private static async Task AssertSameAsync(Play play)
    {
        await using var real = await RegistryProcess.StartAsync();
        await using var host = await RegistryHost.StartAsync(RegistryPersonalities.Distribution28);
        Assert.Equal(await PlayAsync(real.Address, play), await PlayAsync(host.Address, play));
    }

    private static async Task<string> PlayAsync(
        Uri address,
        Play play)
    {
        using var client = new HostClient(address);
        var lines = new StringBuilder();
        await play(client, async asked =>
        {
            using var answer = await asked;
            lines.AppendLine(await DescribeAsync(answer, address));
            return HostClient.HeaderOf(answer, "Location");
        });
        return lines.ToString();
    }

    private static async Task<string> DescribeAsync(HttpResponseMessage answer, Uri address)
    {
        var body = await answer.Content.ReadAsStringAsync();
        var code = Code().Match(body) is { Success: true } match ? match.Groups[1].Value : "";
        var headers = Headers.Select(name => $"{name}={HostClient.HeaderOf(answer, name)}");
        var length = answer.IsSuccessStatusCode ? answer.Content.Headers.ContentLength : null;
        var text = $"{(int)answer.StatusCode} {code} {length} {string.Join(' ', headers)}";
        text = text.Replace(address.ToString(), "http://HOST/", StringComparison.Ordinal);
        return State().Replace(Session().Replace(text, "SESSION"), "_state=STATE");
    }

    private static byte[] ManifestOf(byte[] layer)
    {
        var layers = layer.Length == 0
            ? ""
            : $$"""{"mediaType":"x/y","digest":"{{HostClient.DigestOf(layer)}}","size":{{layer.Length}}}""";
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""
            {"schemaVersion":2,"mediaType":"{{HostClient.Manifest}}","config":{"mediaType":
            "application/vnd.oci.image.config.v1+json","digest":"{{HostClient.DigestOf("{}"u8.ToArray())}}","size":2},
            "layers":[{{layers}}]}
            """));
    }

    [GeneratedRegex("\"code\":\\s*\"([A-Z_]+)\"")]
    private static partial Regex Code();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Session();

    [GeneratedRegex("_state=[^ &]+")]
    private static partial Regex State();
}
