namespace Migrator.Testing.Registries;

/// <summary>Blobs that are there, at the registry and at the storage behind it.</summary>
internal sealed class BlobEndpoints(RegistryPersonality personality, RegistryStore store, Func<string> otherRoot)
{
    internal RegistryAnswer Get(ReceivedRequest request)
    {
        if (personality.PushOnly)
        {
            return RegistryErrors.Of(personality, 404, "UNSUPPORTED", "Not Found");
        }

        if (Find(request) is not { } blob)
        {
            return RegistryErrors.Of(personality, 404, "BLOB_UNKNOWN", "blob unknown to registry");
        }

        return personality.RedirectsBlobs && request.Kind == RequestKind.BlobGet
            ? new RegistryAnswer(307).With(
                "Location",
                $"{otherRoot()}/v2/{request.Repository}/storage/{blob.Digest}?signature=tests")
            : Content(request, blob);
    }

    internal RegistryAnswer GetFromStorage(ReceivedRequest request) =>
        Find(request) is { } blob ? Content(request, blob) : new RegistryAnswer(404);

    private StoredBlob? Find(ReceivedRequest request) =>
        store.Find(request.Repository)?.Blobs.GetValueOrDefault(request.Reference);

    private static RegistryAnswer Content(ReceivedRequest request, StoredBlob blob)
    {
        var answer = new RegistryAnswer(200)
            .With("Content-Type", "application/octet-stream")
            .With("Docker-Content-Digest", blob.Digest)
            .With("Accept-Ranges", "bytes")
            .With("ETag", $"\"{blob.Digest}\"");
        if (request.Method == "HEAD")
        {
            return answer with { Body = AnswerBody.OfLength(blob.Size) };
        }

        var open = blob.Open ?? throw new InvalidOperationException(
            $"The blob {blob.Digest} of {blob.Size} bytes was counted, not kept: see RegistryHostOptions.KeepAtMost.");
        return StartOf(request) is { } start && start < blob.Size
            ? answer.With("Content-Range", $"bytes {start}-{blob.Size - 1}/{blob.Size}") with
            {
                Status = 206,
                Body = AnswerBody.Of(blob.Size - start, () => OpenAt(open, start)),
            }
            : answer with { Body = AnswerBody.Of(blob.Size, open) };
    }

    // Only "bytes=N-", the one form a client that goes on reading sends.
    private static long? StartOf(ReceivedRequest request) =>
        request.Header("Range") is { } range && range.StartsWith("bytes=", StringComparison.Ordinal)
        && range.EndsWith('-') && long.TryParse(range.AsSpan(6, range.Length - 7), out var start)
            ? start
            : null;

    private static Stream OpenAt(Func<Stream> open, long start)
    {
        var stream = open();
        stream.Position = start;
        return stream;
    }
}
