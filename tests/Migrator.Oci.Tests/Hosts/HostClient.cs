using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Migrator.Testing.Registries;

namespace Migrator.Oci.Tests.Hosts;

/// <summary>A bare client for tests of the hosts: one request after the other, nothing done by itself.</summary>
internal sealed class HostClient : IDisposable
{
    internal const string Manifest = "application/vnd.oci.image.manifest.v1+json";

    private readonly HttpClient _http;
    private readonly Version _version;

    internal HostClient(Uri address, Version? version = null)
    {
        _version = version ?? new Version(1, 1);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = address,
        };
    }

    internal HostClient(RegistryHost host)
        : this(host.Address)
    {
    }

    public void Dispose() => _http.Dispose();

    internal static string DigestOf(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    internal Task<HttpResponseMessage> SendAsync(
        string method,
        string path,
        byte[]? body = null,
        params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Version = _version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (body is not null || method is "POST" or "PUT" or "PATCH")
        {
            request.Content = new ByteArrayContent(body ?? []);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        }

        foreach (var (name, value) in headers)
        {
            if (name == "Content-Type")
            {
                request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
            else if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    internal async Task<string> BeginAsync(string repository = "app")
    {
        using var answer = await SendAsync("POST", $"v2/{repository}/blobs/uploads/");
        Assert.Equal(202, (int)answer.StatusCode);
        return LocationOf(answer);
    }

    internal Task<HttpResponseMessage> PatchAsync(string location, byte[] chunk, long start) => SendAsync(
        "PATCH",
        location,
        chunk,
        ("Content-Range", string.Create(CultureInfo.InvariantCulture, $"{start}-{start + chunk.Length - 1}")));

    internal Task<HttpResponseMessage> CommitAsync(string location, string digest, byte[]? rest = null)
    {
        var mark = location.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        return SendAsync("PUT", $"{location}{mark}digest={Uri.EscapeDataString(digest)}", rest);
    }

    internal async Task<string> PushAsync(byte[] content, string repository = "app")
    {
        var digest = DigestOf(content);
        using var answer = await CommitAsync(await BeginAsync(repository), digest, content);
        Assert.Equal(201, (int)answer.StatusCode);
        return digest;
    }

    internal static string LocationOf(HttpResponseMessage answer) =>
        answer.Headers.GetValues("Location").Single();

    internal static string? HeaderOf(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;
}
