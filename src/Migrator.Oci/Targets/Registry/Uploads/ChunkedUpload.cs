using System.Net;
using Migrator.Oci.Model;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Oci.Targets.Registry.Uploads;

/// <summary>
/// Sends a blob in chunks and goes on from what the registry acknowledges (OCI distribution spec, "Pushing a blob in
/// chunks").
/// </summary>
internal sealed class ChunkedUpload(
    RegistryRepository repository,
    BlobStore blobs,
    UploadSession session,
    Descriptor blob,
    BlobSource source,
    UploadRecord? record)
{
    private const int MaxStuck = 3;
    private int _stuck;

    private KnownRegistry Host => repository.Host;

    /// <summary>Sends the blob and commits it.</summary>
    /// <exception cref="RegistryException">The session is of no more use.</exception>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        Host.TryGrowChunks(session.MinChunk);
        while (session.Acknowledged < blob.Size)
        {
            var before = session.Acknowledged;
            if (await TrySendChunkAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            _stuck = session.Acknowledged > before ? 0 : _stuck + 1;
            if (_stuck > MaxStuck)
            {
                throw Stuck($"after {session.Acknowledged} of {blob.Size} bytes nothing more is taken");
            }

            await KeepAsync().ConfigureAwait(false);
        }

        await CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task KeepAsync() => record?.KeepAsync(session) ?? Task.CompletedTask;

    /// <summary>Sends the chunk at the offset; true when the registry has made the blob of it already.</summary>
    private async Task<bool> TrySendChunkAsync(CancellationToken cancellationToken)
    {
        var count = Math.Min(Host.ChunkBytes, blob.Size - session.Acknowledged);
        var request = ChunkRequest(session.Acknowledged, count);
        HttpResponseMessage response;
        try
        {
            response = await repository.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (RegistryException fault) when (fault is { Failure: RegistryFailure.Temporary, IsGivenUp: false })
        {
            source.ThrowIfFailed();
            await ResumeAsync(fault, cancellationToken).ConfigureAwait(false);
            return false;
        }

        using (response)
        {
            return await TakeAnswerAsync(request, response, count, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> TakeAnswerAsync(
        RegistryRequest request, HttpResponseMessage response, long count, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            session.Move(request, response);
            Acknowledge(response, count);
            return response.StatusCode == HttpStatusCode.Created
                && session.Acknowledged == blob.Size
                && await blobs.ExistsAsync(blob, cancellationToken).ConfigureAwait(false);
        }

        var fault = await repository.ExplainAsync(request, response, cancellationToken).ConfigureAwait(false);
        if (fault.IsTooLong && Host.TryShrinkChunks(count))
        {
            return false;
        }

        if (response.StatusCode is HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            await AdaptAsync(fault, count, cancellationToken).ConfigureAwait(false);
            return false;
        }

        if (fault is { Failure: RegistryFailure.Temporary, IsGivenUp: false })
        {
            await ResumeAsync(fault, cancellationToken).ConfigureAwait(false);
            return false;
        }

        throw fault;
    }

    // 416 tells of a wrong offset or of a chunk that is too long; the registry knows which.
    private async Task AdaptAsync(RegistryException fault, long count, CancellationToken cancellationToken)
    {
        var before = session.Acknowledged;
        if (await session.AskAsync(cancellationToken).ConfigureAwait(false) is not { } acknowledged
            || (acknowledged == before && !Host.TryShrinkChunks(count)))
        {
            throw fault;
        }
    }

    private void Acknowledge(HttpResponseMessage response, long count)
    {
        var sent = session.Acknowledged + count;
        var acknowledged = UploadSession.AcknowledgedOrNull(response) ?? sent;
        if (Host.Profile.RangeMayStandStill && acknowledged <= session.Acknowledged)
        {
            acknowledged = sent;
        }

        // "0-0" after a chunk of one byte is that byte; after more it is not to be told from nothing.
        if (acknowledged == 0 && sent == 1)
        {
            acknowledged = 1;
        }

        if (acknowledged == 0)
        {
            throw Stuck("the registry does not say what it has of the first chunk");
        }

        session.Acknowledged = acknowledged <= sent
            ? acknowledged
            : throw Stuck($"the registry says it has {acknowledged} bytes, and only {sent} were sent");
    }

    /// <summary>
    /// Goes on from what the registry has; fails when it has nothing, for then a new session is as good.
    /// </summary>
    private async Task ResumeAsync(RegistryException fault, CancellationToken cancellationToken)
    {
        if (await session.AskAsync(cancellationToken).ConfigureAwait(false) is not > 0)
        {
            throw fault;
        }
    }

    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(RegistryOperation.UploadEnd, HttpMethod.Put, session.CommitUri())
        {
            What = $"committing blob {blob.Digest}",
            Body = () => new ByteArrayContent([]),
        };
        try
        {
            using var response = await repository.SendToSuccessAsync(request, cancellationToken).ConfigureAwait(false);
            await BlobUpload.RequireStoredAsync(repository, blobs, blob, request, response, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (RegistryException fault) when (fault.Code == "DIGEST_INVALID")
        {
            // All bytes were right when they left, so the registry has put chunks together wrongly.
            Host.CanResume = false;
            throw;
        }
    }

    private RegistryRequest ChunkRequest(long from, long count) =>
        new(RegistryOperation.UploadChunk, HttpMethod.Patch, session.Location)
        {
            What = $"sending bytes {from} to {from + count - 1} of blob {blob.Digest}",
            Body = () =>
            {
                var body = new BlobRange(source, from, count);
                body.Headers.TryAddWithoutValidation("Content-Range", $"{from}-{from + count - 1}");
                return body;
            },
        };

    private RegistryException Stuck(string fault) => new(
        repository.Description,
        RegistryFailure.Temporary,
        $"{Host.Http.Address.Host}: sending blob {blob.Digest} in chunks failed: {fault}. Run again later.");
}
