using System.Globalization;
using System.Net;
using Migrator.Oci.Model;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Oci.Targets.Registry.Uploads;

/// <summary>An upload that a registry has opened; cancelled there unless it was completed.</summary>
internal sealed class UploadSession : IAsyncDisposable
{
    /// <summary>
    /// How long a stopped push waits for the answer to the request that opens an upload, and then for that to the one
    /// that cancels it.
    /// </summary>
    public static readonly TimeSpan CancelTimeout = TimeSpan.FromSeconds(5);

    private readonly RegistryRepository _repository;
    private readonly Descriptor _blob;
    private bool _isLeft;

    private UploadSession(RegistryRepository repository, Descriptor blob, Uri location, long minChunk)
    {
        _repository = repository;
        _blob = blob;
        Location = location;
        MinChunk = minChunk;
    }

    /// <summary>Where the upload goes on.</summary>
    public Uri Location { get; private set; }

    /// <summary>How many bytes the registry has said that it has.</summary>
    public long Acknowledged { get; set; }

    /// <summary>The shortest chunk that the registry wants; 0 when it did not say.</summary>
    public long MinChunk { get; }

    /// <summary>
    /// Opens an upload; null when the registry has the blob, or mounted it from the source that is given.
    /// </summary>
    /// <remarks>
    /// A request that is under way is let finish for a while when the job is stopped: its answer alone says where the
    /// upload is that must be cancelled.
    /// </remarks>
    public static async Task<UploadSession?> StartOrNullAsync(
        RegistryRepository repository, Descriptor blob, string? source, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var stop = new PatientStop(CancelTimeout, repository.Host.Clock, cancellationToken);
        var session = await StartAsync(repository, blob, source, stop).ConfigureAwait(false);
        if (session is not null && cancellationToken.IsCancellationRequested)
        {
            await session.DisposeAsync().ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return session;
    }

    /// <summary>The session of an earlier process; null when its place is none that may be asked.</summary>
    public static UploadSession? ReopenOrNull(RegistryRepository repository, Descriptor blob, Uri location) =>
        repository.Host.Http.Address.UploadOrNull(repository.At(""), location.AbsoluteUri, out _) is { } allowed
            ? new UploadSession(repository, blob, allowed, minChunk: 0)
            : null;

    /// <summary>The blob is there, or another process will go on: nothing is cancelled.</summary>
    public void Leave() => _isLeft = true;

    /// <summary>Goes on where an answer says.</summary>
    public void Move(RegistryRequest request, HttpResponseMessage response)
    {
        if (RegistryHttp.LocationOf(response) is { Length: > 0 } location)
        {
            var source = RegistryHttp.SourceOf(request, response);
            Location = _repository.Host.Http.Address.UploadOrNull(source, location, out var fault)
                ?? throw _repository.Fault(request, $"the place where the upload goes on {fault}");
        }
    }

    /// <summary>Asks how far the upload has come; null when the session is gone or makes no sense.</summary>
    public async Task<long?> AskAsync(CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(RegistryOperation.UploadStatus, HttpMethod.Get, Location)
        {
            What = $"asking how far the upload of {_blob.Digest} is",
        };
        using var response = await _repository.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode
            || AcknowledgedOrNull(response) is not { } acknowledged
            || acknowledged > _blob.Size)
        {
            return null;
        }

        Move(request, response);
        Acknowledged = acknowledged;
        return acknowledged;
    }

    /// <summary>Where the upload is committed.</summary>
    public Uri CommitUri()
    {
        var text = Location.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.Fragment, UriFormat.UriEscaped);
        var mark = Location.Query.Length > 0 ? '&' : '?';
        return new Uri($"{text}{mark}digest={Uri.EscapeDataString(_blob.Digest.ToString())}");
    }

    /// <summary>
    /// How many bytes the registry says it has, after the answer to a chunk or to the question for it; null when it
    /// does not say. <c>0-0</c> means none or one, and counts as none.
    /// </summary>
    public static long? AcknowledgedOrNull(HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Range", out var values))
        {
            return null;
        }

        var text = values.ToString().Replace("bytes=", "", StringComparison.Ordinal);
        return text.StartsWith("0-", StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && last < long.MaxValue
                ? last == 0 ? 0 : last + 1
                : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isLeft)
        {
            return;
        }

        using var limit = new CancellationTokenSource(CancelTimeout, _repository.Host.Clock);
        var request = new RegistryRequest(RegistryOperation.UploadCancel, HttpMethod.Delete, Location)
        {
            What = $"cancelling the upload of {_blob.Digest}",
        };
        try
        {
            (await _repository.SendAsync(request, limit.Token).ConfigureAwait(false)).Dispose();
        }
        catch (Exception failure) when (failure is TargetException or OperationCanceledException)
        {
            // Tidying up is a courtesy; registries drop stale uploads by themselves, and why it failed is told
            // elsewhere.
            return;
        }
    }

    private static async Task<UploadSession?> StartAsync(
        RegistryRepository repository, Descriptor blob, string? source, PatientStop stop)
    {
        if (source is null)
        {
            return await StartPlainAsync(repository, blob, stop).ConfigureAwait(false);
        }

        var mount = Request(repository, blob, source, stop);
        using var answer = await MountOrNullAsync(repository, mount, stop.Token).ConfigureAwait(false);
        switch (answer?.StatusCode)
        {
            case HttpStatusCode.Created:
                return null;
            case HttpStatusCode.Accepted:
                return Open(repository, blob, mount, answer);
            case { } status when IsTrouble(status) || IsNowhere(repository, status):
                throw await repository.ExplainAsync(mount, answer, stop.Token).ConfigureAwait(false);
        }

        // Whatever a registry has against a mount, a plain upload tells whether it is against uploads as such.
        var session = await StartPlainAsync(repository, blob, stop).ConfigureAwait(false);
        repository.Host.StopMounts(source, repository.Name);
        return session;
    }

    private static async Task<UploadSession> StartPlainAsync(
        RegistryRepository repository, Descriptor blob, PatientStop stop)
    {
        var start = Request(repository, blob, source: null, stop);
        using var response = await repository.SendToSuccessAsync(start, stop.Token).ConfigureAwait(false);
        return Open(repository, blob, start, response);
    }

    // A token server may have something against a token for two repositories, where it gives one for the own.
    private static async Task<HttpResponseMessage?> MountOrNullAsync(
        RegistryRepository repository, RegistryRequest mount, CancellationToken cancellationToken)
    {
        try
        {
            return await repository.SendAsync(mount, cancellationToken).ConfigureAwait(false);
        }
        catch (RegistryException fault) when (fault.Failure != RegistryFailure.Temporary && mount.Scopes.Length > 1)
        {
            return null;
        }
    }

    private static UploadSession Open(
        RegistryRepository repository, Descriptor blob, RegistryRequest request, HttpResponseMessage response)
    {
        var location = repository.Host.Http.Address.UploadOrNull(
            RegistryHttp.SourceOf(request, response), RegistryHttp.LocationOf(response), out var fault);
        var minChunk = response.Headers.NonValidated.TryGetValues("OCI-Chunk-Min-Length", out var values)
            && long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var least)
                ? least
                : 0;
        return location is null
            ? throw repository.Fault(request, $"the place where the upload goes on {fault}")
            : new UploadSession(repository, blob, location, minChunk);
    }

    private static RegistryRequest Request(
        RegistryRepository repository, Descriptor blob, string? source, PatientStop stop) =>
        new(RegistryOperation.UploadStart, HttpMethod.Post, repository.UploadUri(blob.Digest, source))
        {
            What = $"opening an upload for {blob.Digest}",
            Body = () => new ByteArrayContent([]),
            HeldBack = stop.HoldBack,
            Scopes = source is null || source == repository.Name
                ? repository.Scopes
                : [.. repository.Scopes, new Auth.TokenScope(source, CanPush: false)],
        };

    // Where no push makes a repository, a plain upload would be told the same.
    private static bool IsNowhere(RegistryRepository repository, HttpStatusCode status) =>
        status == HttpStatusCode.NotFound && !repository.Host.Profile.MakesRepositories;

    private static bool IsTrouble(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
        or HttpStatusCode.RequestTimeout or HttpStatusCode.ProxyAuthenticationRequired;
}
