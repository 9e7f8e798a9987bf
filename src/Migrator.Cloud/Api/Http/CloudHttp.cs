using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Migrator.Cloud.Api.Http;

/// <summary>Sends requests to one cloud: with a token, renewed once when it is refused.</summary>
internal sealed class CloudHttp : IDisposable
{
    private const int MaxAnswerBytes = 16 * 1024 * 1024;
    private readonly CloudOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _invoker;
    private readonly string _root;

    public CloudHttp(CloudOptions options)
    {
        _options = options;
        _time = options.Time ?? TimeProvider.System;
        _invoker = new HttpMessageInvoker(options.Handler, disposeHandler: false);
        _root = CloudAddress.RootOf(options.Url);
    }

    public SecretScrubber Secrets { get; } = new();

    /// <summary>Sends a request and reads the JSON that it is answered with.</summary>
    public async Task<T> ReadAsync<T>(CloudRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            return !request.IsOfLogin && Secrets.IsTokenIn(answer.Body)
                ? throw AnswerFaults.WithToken(_options.Url.Authority, request)
                : JsonSerializer.Deserialize(answer.Body, type) ?? throw new JsonException("it is null");
        }
        catch (JsonException cause)
        {
            throw AnswerFaults.NotOfTheApi(_options.Url.Authority, request, answer, cause, Secrets);
        }
    }

    /// <summary>Sends a request whose answer has nothing to read.</summary>
    public async Task SendOnlyAsync(CloudRequest request, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.IsHtml)
        {
            throw AnswerFaults.NotOfTheApi(_options.Url.Authority, request, answer, cause: null, Secrets);
        }
    }

    public void Dispose() => _invoker.Dispose();

    /// <summary>Sends a request, and gives its answer as it is.</summary>
    public async Task<CloudAnswer> SendAsync(CloudRequest request, CancellationToken cancellationToken)
    {
        var token = await TokenOrNullAsync(request, refused: null, cancellationToken).ConfigureAwait(false);
        var answer = await SendOnceAsync(request, token, cancellationToken).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.Unauthorized && token is not null && request.OwnToken is null)
        {
            var renewed = await TokenOrNullAsync(request, token, cancellationToken).ConfigureAwait(false);
            if (renewed is not null)
            {
                answer = await SendOnceAsync(request, renewed, cancellationToken).ConfigureAwait(false);
            }
        }

        return answer.IsSuccess
            ? answer
            : throw AnswerFaults.Explain(_options.Url.Authority, request, answer, Secrets);
    }

    private async ValueTask<string?> TokenOrNullAsync(
        CloudRequest request, string? refused, CancellationToken cancellationToken)
    {
        var token = request switch
        {
            { IsAnonymous: true } => null,
            { OwnToken: not null } => request.OwnToken,
            _ when _options.Tokens is null => null,
            _ => await _options.Tokens(refused, cancellationToken).ConfigureAwait(false),
        };
        if (token is not null)
        {
            Secrets.AddToken(token);
        }

        return token;
    }

    private async Task<CloudAnswer> SendOnceAsync(
        CloudRequest request, string? token, CancellationToken cancellationToken)
    {
        using var message = request.ToMessage(_root, token);
        using var limit = new CancellationTokenSource(_options.RequestTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await _invoker.SendAsync(message, either.Token).ConfigureAwait(false);
            return await CloudAnswer.ReadAsync(response, MaxAnswerBytes, either.Token).ConfigureAwait(false);
        }
        catch (Exception cause) when (ConnectionFaults.IsOne(cause, cancellationToken))
        {
            throw ConnectionFaults.Explain(_options.Url.Authority, request, cause, Secrets);
        }
    }
}
