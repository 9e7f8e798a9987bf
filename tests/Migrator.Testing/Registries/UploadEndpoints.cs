using System.Buffers;
using System.Globalization;

namespace Migrator.Testing.Registries;

/// <summary>Mounts, sessions, chunks and commits.</summary>
internal sealed class UploadEndpoints(RegistryPersonality personality, RegistryStore store, Func<string> otherRoot)
{
    internal async Task<RegistryAnswer> PostAsync(ReceivedRequest request)
    {
        if (!personality.CreatesRepositories && store.Find(request.Repository) is null)
        {
            return RegistryErrors.NoRepository(personality, request.Repository);
        }

        if (request.Query("mount") is { } mount)
        {
            return Mount(request, mount, request.Query("from"));
        }

        if (request.Query("digest") is { } digest && personality.TakesSinglePost)
        {
            using var sink = store.NewSink();
            await ReadAsync(request, sink);
            return Commit(request, request.Repository, sink, digest);
        }

        return Begin(request);
    }

    internal Task<RegistryAnswer> PatchAsync(ReceivedRequest request) => OnSessionAsync(request, async session =>
    {
        if (RefuseChunk(request, session) is { } refusal)
        {
            return refusal;
        }

        var before = session.Sink.Length;
        await ReadAsync(request, session);
        session.LastChunk = session.Sink.Length - before;
        return Progress(request, session, personality.PatchStatus);
    });

    internal Task<RegistryAnswer> PutAsync(ReceivedRequest request) => OnSessionAsync(request, async session =>
    {
        if (request.Query("digest") is not { } digest)
        {
            return Error(400, "DIGEST_INVALID", "digest missing");
        }

        if (request.Context.Request.ContentLength > personality.MaxBody)
        {
            return Error(413, "SIZE_INVALID", "request entity too large");
        }

        if (RefuseRange(request, session) is { } refusal)
        {
            return refusal;
        }

        await ReadAsync(request, session);
        var answer = Commit(request, session.Repository, session.Sink, digest);
        if (answer.Status == 201 || personality.Chunks != ChunkRule.RefusesMismatch)
        {
            store.Close(session);
            session.Sink.Dispose();
        }

        return answer;
    });

    internal Task<RegistryAnswer> GetAsync(ReceivedRequest request) =>
        OnSessionAsync(request, session => Task.FromResult(Progress(request, session, 204)));

    internal Task<RegistryAnswer> DeleteAsync(ReceivedRequest request) => OnSessionAsync(request, session =>
    {
        store.Close(session);
        return Task.FromResult(new RegistryAnswer(204));
    });

    /// <summary>A range as registries write it: nothing at all and one byte look the same.</summary>
    internal static string Range(long length) =>
        "0-" + Math.Max(0, length - 1).ToString(CultureInfo.InvariantCulture);

    private RegistryAnswer Begin(ReceivedRequest request) =>
        Progress(request, store.Open(request.Repository), 202);

    private RegistryAnswer Mount(ReceivedRequest request, string digest, string? from)
    {
        if (personality.Mounts == MountRule.Unauthorized)
        {
            return Error(401, "UNAUTHORIZED", $"unauthorized to access repository: {from}, action: pull");
        }

        return FindForMount(digest, from) is { } blob ? Created(request, request.Repository, blob) : Begin(request);
    }

    private StoredBlob? FindForMount(string digest, string? from)
    {
        var source = from is null ? null : store.Find(from);
        return personality.Mounts switch
        {
            MountRule.Never => null,
            MountRule.OnlyReferenced when source?.Refers(digest) != true => null,
            MountRule.WholeStore when from is null => store.Repositories
                .Select(repository => repository.Blobs.GetValueOrDefault(digest))
                .FirstOrDefault(blob => blob is not null),
            _ => source?.Blobs.GetValueOrDefault(digest),
        };
    }

    private async Task<RegistryAnswer> OnSessionAsync(
        ReceivedRequest request,
        Func<UploadSession, Task<RegistryAnswer>> serve)
    {
        if (store.FindSession(request.Reference) is not { } session)
        {
            return Unknown();
        }

        await session.Turn.WaitAsync(request.Aborted);
        try
        {
            return store.FindSession(session.Id) is null
                ? Unknown()
                : RefuseState(request, session) ?? await serve(session);
        }
        finally
        {
            session.Turn.Release();
        }
    }

    // distribution 2.8 signs the offset into the address and refuses the request when the disk says otherwise.
    private RegistryAnswer? RefuseState(ReceivedRequest request, UploadSession session)
    {
        if (personality.Chunks != ChunkRule.RefusesMismatch
            || request.Query("_state") == session.Sink.Length.ToString(CultureInfo.InvariantCulture))
        {
            return null;
        }

        return Error(404, "BLOB_UPLOAD_INVALID", "blob upload invalid");
    }

    private RegistryAnswer? RefuseChunk(ReceivedRequest request, UploadSession session)
    {
        var length = request.Context.Request.ContentLength;
        if (personality.Chunks == ChunkRule.Once && session.LastChunk != long.MaxValue)
        {
            return Error(405, "UNSUPPORTED", "The operation is unsupported.");
        }

        if (length > personality.MaxBody)
        {
            return Error(413, "SIZE_INVALID", "request entity too large");
        }

        return length > personality.MaxChunk || session.LastChunk < personality.MinChunk
            ? Error(416, "RANGE_INVALID", "chunk size out of bounds")
            : RefuseRange(request, session);
    }

    private RegistryAnswer? RefuseRange(ReceivedRequest request, UploadSession session)
    {
        if (personality.Chunks is ChunkRule.Appends or ChunkRule.RefusesMismatch
            || request.Header("Content-Range") is not { } range)
        {
            return null;
        }

        var start = range.Replace("bytes ", "", StringComparison.Ordinal).Split('-')[0];
        return start == session.Sink.Length.ToString(CultureInfo.InvariantCulture)
            ? null
            : Error(416, "RANGE_INVALID", "invalid content range")
                .With("Location", Location(request, session))
                .With("Range", Range(session.Sink.Length));
    }

    private async Task ReadAsync(ReceivedRequest request, UploadSession session)
    {
        try
        {
            await ReadAsync(request, session.Sink);
        }
        catch (IOException)
        {
            if (personality.Chunks == ChunkRule.DropsSession)
            {
                store.Close(session);
            }

            throw;
        }
    }

    private static async Task ReadAsync(ReceivedRequest request, BlobSink sink)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            int read;
            // Not until the client hangs up, but until all that it sent before is read: a disk keeps that too.
            while ((read = await request.Body.ReadAsync(buffer, CancellationToken.None)) > 0)
            {
                sink.Append(buffer.AsSpan(0, read));
            }
        }
        catch (OperationCanceledException)
        {
            throw new ConnectionCutException();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private RegistryAnswer Commit(ReceivedRequest request, string repository, BlobSink sink, string digest)
    {
        var blob = sink.Finish();
        if (blob.Digest != digest)
        {
            return Error(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
        }

        return blob.Size == 0 && !personality.TakesEmptyBlob
            ? Error(400, "SIZE_INVALID", "blob has no bytes")
            : Created(request, repository, blob);
    }

    private RegistryAnswer Created(ReceivedRequest request, string repository, StoredBlob blob)
    {
        store.GetOrAdd(repository).Blobs[blob.Digest] = blob;
        var root = personality.Location is LocationForm.Relative or LocationForm.RelativeBare ? "" : request.Root;
        return new RegistryAnswer(201)
            .With("Location", $"{root}/v2/{personality.BackingRepository ?? repository}/blobs/{blob.Digest}")
            .With("Docker-Content-Digest", blob.Digest);
    }

    private RegistryAnswer Progress(ReceivedRequest request, UploadSession session, int status)
    {
        session.Told = session.Sink.Length;
        var answer = new RegistryAnswer(status)
            .With("Location", Location(request, session))
            .With("Range", Range(session.Sink.Length))
            .With("Docker-Upload-UUID", session.Id);
        return personality.SaysMinChunk
            ? answer.With("OCI-Chunk-Min-Length", personality.MinChunk.ToString(CultureInfo.InvariantCulture))
            : answer;
    }

    private string Location(ReceivedRequest request, UploadSession session)
    {
        var repository = personality.BackingRepository ?? session.Repository;
        var path = $"/v2/{repository}/blobs/{personality.UploadFolder}/{session.Id}";
        var state = $"_state={session.Sink.Length.ToString(CultureInfo.InvariantCulture)}";
        return personality.Location switch
        {
            LocationForm.RelativeBare => path,
            LocationForm.Relative => $"{path}?{state}",
            LocationForm.OtherHost => $"{otherRoot()}{path}?signature=tests&{state}",
            _ => $"{request.Root}{path}?{state}",
        };
    }

    private RegistryAnswer Unknown() => Error(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");

    private RegistryAnswer Error(int status, string code, string message) =>
        RegistryErrors.Of(personality, status, code, message);
}
