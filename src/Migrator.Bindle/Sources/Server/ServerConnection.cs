using System.Collections.Concurrent;
using System.Net;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Server;

/// <summary>Sends GET requests, and nothing else, and follows where the server points.</summary>
/// <remarks>
/// Credentials go to the server's own origin only. HEAD is never sent: servers answer it with 200 whatever is asked
/// for (spec/bindle.md 5.4).
/// </remarks>
internal sealed class ServerConnection(HttpMessageHandler handler, BindleServerOptions options, TimeProvider clock)
    : IDisposable
{
    private readonly HttpMessageInvoker _http = new(handler, disposeHandler: true);
    private readonly SemaphoreSlim _slots = new(options.MaxRequests);

    // A login that is renewed shows one after the other.
    private readonly ConcurrentDictionary<BindleServerCredential, bool> _shown = new();

    public BindleServerAddress Address => options.Address;

    /// <summary>Asks for a resource; waits for a slot.</summary>
    /// <param name="tail">Path and query below the base path.</param>
    /// <param name="accept">What may come.</param>
    /// <param name="cancellationToken">Stops the waiting and the asking.</param>
    /// <returns>The answer, of whichever status but a redirect.</returns>
    /// <exception cref="BindleSourceException">No answer came, or a redirect that is not followed.</exception>
    public async Task<ServerAnswer> GetAsync(string tail, string accept, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var credential = options.Login is { } login
                ? await login.CurrentAsync(cancellationToken).ConfigureAwait(false)
                : options.Credential;
            var response = await FollowAsync(Address.UriOf(tail), accept, credential, cancellationToken)
                .ConfigureAwait(false);
            return new ServerAnswer(response, credential, _slots);
        }
        catch
        {
            _slots.Release();
            throw;
        }
    }

    /// <summary>Does one step of talking; a server that is silent for too long has failed.</summary>
    /// <exception cref="BindleSourceException">The server said nothing for the time allowed.</exception>
    public Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken) =>
        WithinSilenceAsync((_, stop) => step(stop), cancellationToken);

    /// <summary>Reads a body to its end within a time, however lively the server is.</summary>
    /// <exception cref="BindleSourceException">The time is over, or the server was silent.</exception>
    public Task<T> WholeWithinAsync<T>(
        TimeSpan limit, Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        WithinAsync(limit, "did not end its answer within", (_, stop) => read(stop), cancellationToken);

    private Task<T> WithinSilenceAsync<T>(
        Func<CancellationTokenSource, CancellationToken, Task<T>> step, CancellationToken cancellationToken) =>
        WithinAsync(options.SilenceLimit, "said nothing for", step, cancellationToken);

    private async Task<T> WithinAsync<T>(
        TimeSpan limit,
        string complaint,
        Func<CancellationTokenSource, CancellationToken, Task<T>> step,
        CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(limit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            return await step(timer, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException failure)
            when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Failed($"{complaint} {limit.TotalSeconds:0} seconds. Run again later.", failure);
        }
    }

    /// <summary>The exception for a connection that failed in passing.</summary>
    public BindleSourceException Failed(string what, Exception? cause = null) =>
        Fault(Address.ToString(), $"Bindle server {Address} {what}", SourceFailure.Temporary, cause);

    /// <summary>The exception for a server that does not do what is asked, and will not later.</summary>
    public BindleSourceException Unfit(string what) =>
        Fault(Address.ToString(), $"Bindle server {Address} {what}", SourceFailure.Unusable);

    /// <summary>
    /// The exception for what a server says. All of them are made here, for it may send back what it was shown.
    /// </summary>
    public BindleSourceException Fault(
        string place, string message, SourceFailure failure, Exception? cause = null) =>
        new(place, Redact(message), cause) { Failure = failure };

    /// <summary>A text of the server without what it was shown; to be done before the text is cut.</summary>
    public string Redact(string text) =>
        _shown.Keys.Aggregate(text, (rest, credential) => credential.Redact(rest));

    /// <summary>
    /// Refuses a document that holds what the server was shown: names and texts of it go into findings, reports and
    /// journals, cut and put together anew, where no secret could be found again.
    /// </summary>
    /// <exception cref="BindleSourceException">It does.</exception>
    public void RequireNoSecret(ReadOnlySpan<byte> document, string subject)
    {
        foreach (var credential in _shown.Keys)
        {
            if (credential.IsIn(document))
            {
                throw Unfit($"sends {credential.Kind} back that it was shown, inside {subject}; nothing of that is "
                    + "read. Do not trust it, and change what it was shown.");
            }
        }
    }

    /// <summary>A finding about what the server sent, without what it was shown.</summary>
    public Finding Redact(Finding finding) =>
        finding with { Subject = Redact(finding.Subject), Message = Redact(finding.Message) };

    /// <summary>Why a connection failed, as a sentence.</summary>
    public string ReasonOf(Exception failure) => ServerFaults.ReasonOf(failure, Redact);

    public void Dispose()
    {
        _http.Dispose();
        _slots.Dispose();
    }

    private async Task<HttpResponseMessage> FollowAsync(
        Uri uri, string accept, BindleServerCredential? credential, CancellationToken cancellationToken)
    {
        var isOwn = true;
        for (var hop = 0; ; hop++)
        {
            var response = await SendAsync(uri, accept, credential, isOwn, cancellationToken)
                .ConfigureAwait(false);
            if (!ServerRedirect.Is(response))
            {
                return response;
            }

            using (response)
            {
                var next = ServerRedirect.Next(this, uri, response, hop);

                // Once dropped it stays so, also when the way leads back.
                isOwn = isOwn && ServerRedirect.IsSameOrigin(uri, next);
                uri = next;
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        Uri uri,
        string accept,
        BindleServerCredential? credential,
        bool isOwn,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        SetVersion(request, uri.Scheme == Uri.UriSchemeHttps);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (credential is not null && isOwn)
        {
            _shown.TryAdd(credential, true);
            request.Headers.TryAddWithoutValidation("Authorization", credential.Header);
        }

        try
        {
            return await WithinSilenceAsync(
                (silence, stop) =>
                {
                    request.Options.Set(
                        BindleRequestKeys.HeldBack,
                        isHeld => silence.CancelAfter(isHeld ? Timeout.InfiniteTimeSpan : options.SilenceLimit));
                    return _http.SendAsync(request, stop);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException failure)
        {
            throw NoAnswer(failure, request);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody stopped it: the handler's own time for a connection is over.
            throw NoAnswer(
                new HttpRequestException(HttpRequestError.ConnectionError, "no connection was made in time"), request);
        }
    }

    private BindleSourceException NoAnswer(HttpRequestException failure, HttpRequestMessage request)
    {
        var (message, kind) = ServerFaults.Explain(failure, request, options, Redact);
        return Fault(Address.ToString(), message, kind, ServerFaults.CauseOf(failure));
    }

    private void SetVersion(HttpRequestMessage request, bool isSecure)
    {
        request.Version = isSecure || options.PriorKnowledge ? HttpVersion.Version20 : HttpVersion.Version11;
        request.VersionPolicy = options.PriorKnowledge && !isSecure
            ? HttpVersionPolicy.RequestVersionExact
            : HttpVersionPolicy.RequestVersionOrLower;
    }
}
