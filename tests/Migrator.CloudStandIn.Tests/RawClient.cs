using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Migrator.StandIn.Tests;

/// <summary>Plain requests to a stand-in, written by hand: it shares nothing with the client of the product.</summary>
internal sealed class RawClient : IDisposable
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    private readonly HttpClient _http;
    private readonly CloudStandIn _standIn;

    internal RawClient(CloudStandIn standIn, bool keepsConnections = false)
    {
        _standIn = standIn;
        Token = standIn.Login.Token;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            PooledConnectionLifetime = keepsConnections ? Timeout.InfiniteTimeSpan : TimeSpan.Zero,
        });
    }

    /// <summary>The token sent along; null for none.</summary>
    internal string? Token { get; set; }

    internal Task<RawAnswer> GetAsync(string path, string? json = null) => SendAsync("GET", path, json);

    internal Task<RawAnswer> PostAsync(string path, string json) => SendAsync("POST", path, json);

    internal Task<RawAnswer> PatchAsync(string path, string json) => SendAsync("PATCH", path, json);

    internal Task<RawAnswer> PutAsync(string path, string json) => SendAsync("PUT", path, json);

    internal Task<RawAnswer> DeleteAsync(string path, string? json = null) => SendAsync("DELETE", path, json);

    internal Task<RawAnswer> SendAsync(string method, string path, string? json) => SendAsync(
        method,
        new Uri(_standIn.Address, path),
        json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"));

    internal async Task<RawAnswer> SendAsync(string method, Uri address, HttpContent? content)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = content };
        if (Token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        }

        using var response = await _http.SendAsync(request);
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(
                header => header.Key,
                header => string.Join(',', header.Value),
                StringComparer.OrdinalIgnoreCase);
        return new RawAnswer(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Content.Headers.ContentType?.ToString(),
            headers);
    }

    /// <summary>Pushes one blob as the plugin does: session, chunks, commit at the address it was told.</summary>
    internal async Task<RawAnswer> PushBlobAsync(string repository, byte[] bytes)
    {
        var digest = Digest(bytes);
        var opened = await SendAsync("POST", Registry($"v2/{repository}/blobs/uploads/"), null);
        using var chunk = new ByteArrayContent(bytes);
        chunk.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        chunk.Headers.TryAddWithoutValidation("Content-Range", $"0-{bytes.Length - 1}");
        var patched = await SendAsync("PATCH", new Uri(opened.Headers["Location"]), chunk);
        var location = patched.Headers["Location"];
        var mark = location.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return await SendAsync(
            "PUT",
            new Uri($"{location}{mark}digest={Uri.EscapeDataString(digest)}"),
            new ByteArrayContent([]));
    }

    /// <summary>Pushes a little artifact.</summary>
    /// <returns>The digest of its manifest.</returns>
    internal async Task<string> PushAsync(string repository, string tag, string content = "content")
    {
        var config = Encoding.UTF8.GetBytes($$$"""{"metadata":{"name":"{{{repository}}}","version":"1.0.0"}}""");
        var layer = Encoding.UTF8.GetBytes(content);
        Assert.Equal(201, (await PushBlobAsync(repository, layer)).Status);
        Assert.Equal(201, (await PushBlobAsync(repository, config)).Status);
        var (answer, digest) = await PutManifestAsync(repository, tag, config, layer);
        Assert.Equal(201, answer.Status);
        return digest;
    }

    internal async Task<(RawAnswer Answer, string Digest)> PutManifestAsync(
        string repository,
        string tag,
        byte[] config,
        byte[] layer,
        long? layerSize = null)
    {
        var manifest = Encoding.UTF8.GetBytes($$"""
            {"config":{"digest":"{{Digest(config)}}","mediaType":"application/vnd.fermyon.spin.application.v1+config",
            "size":{{config.Length}}},"layers":[{"digest":"{{Digest(layer)}}",
            "mediaType":"application/vnd.wasm.content.layer.v1+wasm","size":{{layerSize ?? layer.Length}}}],
            "schemaVersion":2}
            """);
        using var content = new ByteArrayContent(manifest);
        content.Headers.ContentType = new MediaTypeHeaderValue(ManifestType);
        var answer = await SendAsync("PUT", Registry($"v2/{repository}/manifests/{tag}"), content);
        return (answer, Digest(manifest));
    }

    internal Uri Registry(string path) => new(_standIn.RegistryAddress, path);

    internal static string Digest(byte[] bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    public void Dispose() => _http.Dispose();
}
