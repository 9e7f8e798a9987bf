using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Migrator.Benchmarks;

/// <summary>
/// The least that any client must do: for each blob of a layout's images one POST and one PUT, so many blobs at once,
/// and then each manifest under a tag. It looks for nothing, checks nothing and reads nothing back. All goes to one
/// repository; or each image to one of its own, as a batch leaves them, where a blob that another repository has is
/// mounted by one POST.
/// </summary>
internal static class UploadLoop
{
    private const int BufferSize = 256 << 10;

    public static async Task<int> RunAsync(string layout, string repository, int width)
    {
        var slash = repository.IndexOf('/', StringComparison.Ordinal);
        var root = new Uri($"http://{repository[..slash]}/v2/{repository[(slash + 1)..]}/");
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = width })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var manifests = await ManifestsOfAsync(layout);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = width };
        await Parallel.ForEachAsync(
            manifests.SelectMany(manifest => BlobsOf(manifest.Bytes)).Distinct(),
            parallel,
            async (digest, stop) => await UploadAsync(client, root, digest, PathOf(layout, digest), stop));
        await Parallel.ForEachAsync(
            manifests.Index(),
            parallel,
            async (entry, stop) => await TagAsync(client, root, $"v{entry.Index}", entry.Item, stop));
        return 0;
    }

    /// <summary>Each image of the layout to a repository of its own.</summary>
    public static async Task<int> RunApartAsync(string layout, string repository, int width)
    {
        var slash = repository.IndexOf('/', StringComparison.Ordinal);
        var (host, folder) = (repository[..slash], repository[(slash + 1)..]);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = width })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var sent = new ConcurrentDictionary<string, Lazy<Task<string>>>();
        await Parallel.ForEachAsync(
            (await ManifestsOfAsync(layout)).Index(),
            new ParallelOptions { MaxDegreeOfParallelism = width },
            async (entry, stop) =>
            {
                var own = $"{folder}/app{entry.Index}";
                var root = new Uri($"http://{host}/v2/{own}/");
                foreach (var digest in BlobsOf(entry.Item.Bytes))
                {
                    var upload = new Lazy<Task<string>>(async () =>
                    {
                        await UploadAsync(client, root, digest, PathOf(layout, digest), stop);
                        return own;
                    });
                    var holder = await sent.GetOrAdd(digest, upload).Value;
                    if (holder != own)
                    {
                        await MountAsync(client, root, digest, holder, stop);
                    }
                }

                await TagAsync(client, root, "v", entry.Item, stop);
            });
        return 0;
    }

    private static async Task MountAsync(
        HttpClient client, Uri root, string digest, string from, CancellationToken cancellationToken)
    {
        var address = new Uri(root, $"blobs/uploads/?mount={Uri.EscapeDataString(digest)}&from={from}");
        using var answer = await client.PostAsync(address, content: null, cancellationToken);
        Require(answer, HttpStatusCode.Created);
    }

    private static async Task TagAsync(
        HttpClient client,
        Uri root,
        string tag,
        (byte[] Bytes, string MediaType) manifest,
        CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(manifest.Bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(manifest.MediaType);
        using var answer = await client.PutAsync(new Uri(root, $"manifests/{tag}"), content, cancellationToken);
        Require(answer, HttpStatusCode.Created);
    }

    private static async Task UploadAsync(
        HttpClient client, Uri root, string digest, string path, CancellationToken cancellationToken)
    {
        using var opened = await client.PostAsync(new Uri(root, "blobs/uploads/"), content: null, cancellationToken);
        Require(opened, HttpStatusCode.Accepted);
        var session = new Uri(root, opened.Headers.Location!);
        var end = new Uri(session + (session.Query.Length > 0 ? "&" : "?") + "digest=" + Uri.EscapeDataString(digest));
        await using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        using var body = new StreamContent(file, BufferSize);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var done = await client.PutAsync(end, body, cancellationToken);
        Require(done, HttpStatusCode.Created);
    }

    private static async Task<List<(byte[] Bytes, string MediaType)>> ManifestsOfAsync(string layout)
    {
        using var index = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(layout, "index.json")));
        var manifests = new List<(byte[], string)>();
        foreach (var entry in index.RootElement.GetProperty("manifests").EnumerateArray())
        {
            manifests.Add((
                await File.ReadAllBytesAsync(PathOf(layout, entry.GetProperty("digest").GetString()!)),
                entry.GetProperty("mediaType").GetString()!));
        }

        return manifests;
    }

    private static string[] BlobsOf(byte[] manifest)
    {
        using var json = JsonDocument.Parse(manifest);
        return
        [
            .. json.RootElement.GetProperty("layers").EnumerateArray().Append(json.RootElement.GetProperty("config"))
                .Select(blob => blob.GetProperty("digest").GetString()!).Distinct(),
        ];
    }

    private static string PathOf(string layout, string digest) =>
        Path.Combine(layout, "blobs", "sha256", digest["sha256:".Length..]);

    private static void Require(HttpResponseMessage answer, HttpStatusCode status)
    {
        if (answer.StatusCode != status)
        {
            throw new InvalidOperationException($"{answer.RequestMessage!.RequestUri}: {answer.StatusCode}");
        }
    }
}
