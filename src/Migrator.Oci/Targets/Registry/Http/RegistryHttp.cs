using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using Migrator.Oci.Auth;
using Migrator.Oci.Telemetry;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>Sends requests to one registry: with credentials where they belong, and along redirects.</summary>
internal sealed class RegistryHttp : IDisposable
{
    private const int MaxRedirects = 5;
    private const int MaxWarnings = 100;
    private readonly RegistryOptions _options;
    private readonly HttpMessageInvoker _invoker;
    private readonly SecretScrubber _secrets = new();
    private readonly Authenticator _authenticator;
    private readonly ConcurrentDictionary<string, bool> _warned = new(StringComparer.Ordinal);

    public RegistryHttp(RegistryAddress address, RegistryOptions options)
    {
        Address = address;
        _options = options;
        _invoker = new HttpMessageInvoker(options.Handler, disposeHandler: false);
        var time = options.Time ?? TimeProvider.System;
        Faults = new RegistryFaults(address, _secrets, time);
        _authenticator = new Authenticator(
            address, options, _secrets, new TokenServer(address, _secrets, Faults, time, SendBareAsync));
    }

    public RegistryAddress Address { get; }

    /// <summary>Makes the exceptions.</summary>
    public RegistryFaults Faults { get; }

    /// <summary>Repositories that will be pushed to soon; their tokens are asked for together.</summary>
    public void Expect(IEnumerable<TokenScope> scopes) => _authenticator.Expect(scopes);

    /// <summary>Sends a request and gives whatever is answered in the end.</summary>
    /// <exception cref="RegistryException">There was no answer, or one that leads nowhere.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        string target, RegistryRequest request, CancellationToken cancellationToken)
    {
        var uri = request.Uri;
        for (var hop = 0; hop <= MaxRedirects; hop++)
        {
            var response = await SendAuthorizedAsync(target, request, uri, cancellationToken).ConfigureAwait(false);
            if (!IsRedirect(request.Method, response.StatusCode))
            {
                return response;
            }

            using (response)
            {
                uri = NextOrNull(request, uri, LocationOf(response), out var fault)
                    ?? throw Faults.Nonsense(target, request, $"the redirect {fault}");
                _options.Log.Redirected(Address.Host, request.What, PlaceOf(uri));
            }
        }

        throw Faults.Nonsense(target, request, $"it was redirected more than {MaxRedirects} times");
    }

    /// <summary>What an answer gives as its place, byte for byte.</summary>
    public static string? LocationOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Location", out var values) ? values.ToString() : null;

    /// <summary>
    /// Who gave an answer, perhaps after redirects: what is relative in it starts there (RFC 3986 5.1.3).
    /// </summary>
    public static Uri SourceOf(RegistryRequest request, HttpResponseMessage response) =>
        response.RequestMessage?.RequestUri ?? request.Uri;

    /// <summary>Tells whoever listens of something about the registry, unless it was told before.</summary>
    public void WarnOnce(string text)
    {
        if (_warned.Count < MaxWarnings && _warned.TryAdd(text, true))
        {
            _options.Log.Warned(Address.Host, text);
            _options.Warned?.Invoke(Address.Host, text);
        }
    }

    public void Dispose()
    {
        _authenticator.Dispose();
        _invoker.Dispose();
    }

    // What is written goes to the registry or to where the caller allows, however the registry sends it on.
    private Uri? NextOrNull(RegistryRequest request, Uri uri, string? location, out string fault) =>
        IsRead(request.Method)
            ? RegistryAddress.RedirectOrNull(uri, location, out fault)
            : Address.UploadOrNull(uri, location, out fault);

    private static bool IsRead(HttpMethod method) => method == HttpMethod.Get || method == HttpMethod.Head;

    private static bool IsRedirect(HttpMethod method, HttpStatusCode status) => status switch
    {
        HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect => true,
        HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther => IsRead(method),
        _ => false,
    };

    private async Task<HttpResponseMessage> SendAuthorizedAsync(
        string target, RegistryRequest request, Uri uri, CancellationToken cancellationToken)
    {
        if (!Address.IsHome(uri))
        {
            return await SendOnceAsync(target, request, uri, authorization: null, cancellationToken)
                .ConfigureAwait(false);
        }

        using var turn = await _authenticator.EnterAsync(cancellationToken).ConfigureAwait(false);
        var header = await _authenticator.HeaderOrNullAsync(target, request.Scopes, cancellationToken)
            .ConfigureAwait(false);
        var response = await SendOnceAsync(target, request, uri, header, cancellationToken).ConfigureAwait(false);
        while (IsTooLong(response.StatusCode) && _authenticator.TryAskForLess(header))
        {
            response.Dispose();
            header = await _authenticator.HeaderOrNullAsync(target, request.Scopes, cancellationToken)
                .ConfigureAwait(false);
            response = await SendOnceAsync(target, request, uri, header, cancellationToken).ConfigureAwait(false);
        }

        return response.StatusCode == HttpStatusCode.Unauthorized
            ? await AnswerAsync(target, request, uri, response, header, cancellationToken).ConfigureAwait(false)
            : response;
    }

    private async Task<HttpResponseMessage> AnswerAsync(
        string target,
        RegistryRequest request,
        Uri uri,
        HttpResponseMessage response,
        AuthenticationHeaderValue? used,
        CancellationToken cancellationToken)
    {
        var challenge = AuthChallenge.ReadOrNull(response.Headers.WwwAuthenticate);
        var header = await _authenticator.AnswerOrNullAsync(
            target, challenge, request.Scopes, used, cancellationToken).ConfigureAwait(false);
        if (header is null)
        {
            return response;
        }

        response.Dispose();
        return await SendOnceAsync(target, request, uri, header, cancellationToken).ConfigureAwait(false);
    }

    private Task<HttpResponseMessage> SendBareAsync(
        string target, RegistryRequest request, string? basic, CancellationToken stop) =>
        SendOnceAsync(
            target, request, request.Uri, basic is null ? null : new AuthenticationHeaderValue("Basic", basic), stop);

    private async Task<HttpResponseMessage> SendOnceAsync(
        string target,
        RegistryRequest request,
        Uri uri,
        AuthenticationHeaderValue? authorization,
        CancellationToken cancellationToken)
    {
        var place = PlaceOf(uri);
        using var span = new RequestSpan(request, place);
        using var message = request.ToMessage(Address.Host, uri);
        message.Headers.Authorization = authorization;
        message.Options.Set(RegistryRequestKeys.IsHome, Address.IsHome(uri));
        message.Options.Set(RegistryRequestKeys.Login, _authenticator.LoginIn(request, authorization));
        try
        {
            var response = await _invoker.SendAsync(message, cancellationToken).ConfigureAwait(false);
            span.Answered(response.StatusCode);
            _options.Log.Answered(place, request.What, request.Operation, (int)response.StatusCode);
            NoteWarnings(response);
            return response;
        }
        catch (Exception cause) when (ConnectionFaults.IsOne(cause, cancellationToken))
        {
            span.Failed(cause);
            var fault = Faults.Broken(target, request, uri, cause, AnswerFaults.GivenUpOrNull(message));
            _options.Log.NotAnswered(place, request.What, request.Operation, fault.Message);
            throw fault;
        }
    }

    // A registry may give a secret back as the name of a host.
    private string PlaceOf(Uri uri) => Address.IsHome(uri) ? uri.Authority : _secrets.Clean(uri.Authority);

    private static bool IsTooLong(HttpStatusCode status) =>
        status is HttpStatusCode.RequestUriTooLong or HttpStatusCode.RequestHeaderFieldsTooLarge;

    private void NoteWarnings(HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Warning", out var values))
        {
            return;
        }

        foreach (var text in values.Select(value => WarningText.OrNull(value, _secrets)).OfType<string>())
        {
            WarnOnce(text);
        }
    }
}
