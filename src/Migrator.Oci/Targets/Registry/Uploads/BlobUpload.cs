using System.Net;
using Migrator.Oci.Model;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Oci.Telemetry;

namespace Migrator.Oci.Targets.Registry.Uploads;

/// <summary>
/// Sends one blob (spec/oci-peers.md 6c, rows 2 to 9, 17 to 19, 23 and 24): whole; once more whole; then in chunks
/// where the registry takes them. Before it sends again it asks whether the blob is there after all.
/// </summary>
internal sealed class BlobUpload : IAsyncDisposable
{
    private const int WholeAttempts = 2;
    private const int KeptAttempts = 2;
    private readonly RegistryRepository _repository;
    private readonly BlobStore _blobs;
    private readonly Descriptor _blob;
    private readonly BlobSource _source;
    private readonly UploadRecord? _record;
    private bool _isWhole;

    public BlobUpload(RegistryRepository repository, BlobStore blobs, Descriptor blob, BlobOpener open)
    {
        _repository = repository;
        _blobs = blobs;
        _blob = blob;
        _source = new BlobSource(blob, open, repository.Description);
        _record = UploadRecord.OfOrNull(repository, blob);
    }

    private KnownRegistry Host => _repository.Host;

    /// <summary>What it came to, for those who look at figures.</summary>
    public string Outcome { get; private set; } = BlobSpan.Failed;

    /// <summary>Brings the blob there.</summary>
    public async Task<PushResult> PushAsync(bool mayMount, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var source = mayMount && attempt == 1 ? Host.MountSourceOrNull(_blob.Digest, _repository.Name) : null;
            var session = await OpenOrNullAsync(attempt, source, cancellationToken).ConfigureAwait(false);
            if (session is null)
            {
                Outcome = source == _repository.Name ? BlobSpan.Present : BlobSpan.Mounted;
                return PushResult.AlreadyThere;
            }

            await using (session.ConfigureAwait(false))
            {
                if (await TrySendOrLeaveAsync(session, attempt, cancellationToken).ConfigureAwait(false))
                {
                    session.Leave();
                    Outcome = BlobSpan.Pushed;
                    return PushResult.Pushed;
                }
            }
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>Opens an upload, or the one that an earlier process left; null when the blob is there.</summary>
    private async Task<UploadSession?> OpenOrNullAsync(
        int attempt, string? source, CancellationToken cancellationToken)
    {
        var left = _record is not null && attempt == 1
            ? await _record.ReopenOrNullAsync(cancellationToken).ConfigureAwait(false)
            : null;
        return left ?? await UploadSession.StartOrNullAsync(_repository, _blob, source, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Sends; what stops it midway leaves an upload that is kept, for a later process to go on.</summary>
    private async Task<bool> TrySendOrLeaveAsync(
        UploadSession session, int attempt, CancellationToken cancellationToken)
    {
        if (_record is null)
        {
            return await TrySendAsync(session, attempt, cancellationToken).ConfigureAwait(false);
        }

        await _record.KeepAsync(session).ConfigureAwait(false);
        try
        {
            var isSent = await TrySendAsync(session, attempt, cancellationToken).ConfigureAwait(false);
            await _record.ForgetAsync().ConfigureAwait(false);
            return isSent;
        }
        catch (Exception failure) when (failure is OperationCanceledException
            or RegistryException { Failure: RegistryFailure.Temporary })
        {
            session.Leave();
            throw;
        }
    }

    /// <summary>Sends the blob within a session; false when another attempt is worth it.</summary>
    private async Task<bool> TrySendAsync(UploadSession session, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(session, attempt, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RegistryException fault)
        {
            _source.ThrowIfFailed();
            // Another way is open at most twice, and is no second try of this one.
            var isOpen = IsOpen(fault);
            var hasOtherWay = !isOpen && !fault.IsGivenUp && (RefusesChunks(fault) || RefusesLength(fault));
            if (fault.IsGivenUp || !(isOpen || hasOtherWay))
            {
                throw;
            }

            if (await IsThereAfterAllAsync(cancellationToken).ConfigureAwait(false))
            {
                return true;
            }

            if (attempt >= Host.Options.BlobAttempts && !hasOtherWay)
            {
                throw;
            }

            Host.Options.Log.SentAgain(_repository.Description, $"sending blob {_blob.Digest}", attempt, fault.Message);
            return false;
        }
    }

    private Task SendAsync(UploadSession session, int attempt, CancellationToken cancellationToken)
    {
        var isLong = _blob.Size > Host.ChunkBytes;
        var isTime = _record is null ? attempt > WholeAttempts && Host.CanResume : attempt <= KeptAttempts;
        _isWhole = !((isTime || !Host.MaySendWhole(_blob.Size)) && isLong && Host.CanSendChunks);
        return !_isWhole
            ? new ChunkedUpload(_repository, _blobs, session, _blob, _source, _record).SendAsync(cancellationToken)
            : SendWholeAsync(session, cancellationToken);
    }

    // A registry that nobody knows may take no chunks at all; then blobs go whole from now on.
    private bool RefusesChunks(RegistryException fault)
    {
        if (_isWhole
            || fault.Status is not (HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented
                or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.LengthRequired))
        {
            return false;
        }

        Host.CanSendChunks = false;
        return true;
    }

    // What is too long for one request may pass in several (spec/oci-peers.md 6c, row 9).
    private bool RefusesLength(RegistryException fault) =>
        fault.IsTooLong && _isWhole && Host.TryStopWhole(_blob.Size);

    private async Task SendWholeAsync(UploadSession session, CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(RegistryOperation.UploadWhole, HttpMethod.Put, session.CommitUri())
        {
            What = $"sending blob {_blob.Digest}",
            Body = () => new BlobRange(_source, 0, _blob.Size),
        };
        using var response = await _repository.SendToSuccessAsync(request, cancellationToken).ConfigureAwait(false);
        await RequireStoredAsync(_repository, _blobs, _blob, request, response, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Fails when a registry has stored something else, or nothing.</summary>
    /// <remarks>
    /// Whoever stands between may answer 200 to anything; that a blob was taken is said with 201 alone, and looked for
    /// after any other success.
    /// </remarks>
    public static async Task RequireStoredAsync(
        RegistryRepository repository,
        BlobStore blobs,
        Descriptor blob,
        RegistryRequest request,
        HttpResponseMessage response,
        CancellationToken cancellationToken)
    {
        if (RegistryRepository.DigestOf(response) is { } stored && stored != blob.Digest)
        {
            throw BlobMismatchException.OfTarget(repository.Description, blob, stored);
        }

        if (response.StatusCode != HttpStatusCode.Created
            && !repository.Host.Profile.IsPushOnly
            && !await blobs.ExistsAsync(blob, cancellationToken).ConfigureAwait(false))
        {
            throw new RegistryException(
                repository.Description,
                RegistryFailure.Temporary,
                $"{repository.Host.Http.Address.Host}: {request.What} was answered with status "
                + $"{(int)response.StatusCode} as if it were done, and the blob is not there; look for a proxy in "
                + "between, and run it again.");
        }
    }

    // What broke on the way, and what a registry says of a session that is gone or has wrong bytes in it.
    private static bool IsOpen(RegistryException fault) => fault switch
    {
        { Failure: RegistryFailure.Temporary } => true,
        { Status: HttpStatusCode.Gone or HttpStatusCode.RequestedRangeNotSatisfiable } => true,
        { Status: HttpStatusCode.NotFound, Code: null or "BLOB_UPLOAD_UNKNOWN" or "BLOB_UPLOAD_INVALID" } => true,

        // A quota or a limit: whatever the code beside it, the same bytes are not taken a second time.
        { Status: not HttpStatusCode.BadRequest } => false,
        _ => fault.Code is "BLOB_UPLOAD_UNKNOWN" or "BLOB_UPLOAD_INVALID" or "DIGEST_INVALID" or "SIZE_INVALID"
            or "RANGE_INVALID",
    };

    private async Task<bool> IsThereAfterAllAsync(CancellationToken cancellationToken)
    {
        if (Host.Profile.IsPushOnly)
        {
            return false;
        }

        try
        {
            return await _blobs.ExistsAsync(_blob, cancellationToken).ConfigureAwait(false);
        }
        catch (RegistryException)
        {
            // Then nobody knows, and the next attempt will tell what is wrong with the registry.
            return false;
        }
    }
}
