using System.Net;
using Migrator.Testing.BindleServer.Recordings;

namespace Migrator.Bindle.Tests.Sources.Server;

/// <summary>Answers every request by a function; keeps what was sent.</summary>
internal sealed class AnsweringHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<(string Method, string Uri, string? Authorization, string Accept)> Requests { get; } = [];

    public static HttpResponseMessage Of(RecordedExchange exchange)
    {
        if (exchange.Status is not { } status)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
        }

        var response = new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new StreamContent(new BrokenStream(exchange.Body.ToArray(), exchange.IsIncomplete)),
        };
        foreach (var (name, value) in exchange.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }

    public static HttpResponseMessage Of(
        HttpStatusCode status, string body, string? contentType = "application/toml", bool isBroken = false)
    {
        var content = new StreamContent(new BrokenStream(System.Text.Encoding.UTF8.GetBytes(body), isBroken));
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return new HttpResponseMessage(status) { Content = content };
    }

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = request.Headers.NonValidated;
        lock (Requests)
        {
            Requests.Add((
                request.Method.Method,
                request.RequestUri!.GetLeftPart(UriPartial.Authority) + request.RequestUri.PathAndQuery,
                headers.TryGetValues("Authorization", out var authorization) ? authorization.ToString() : null,
                headers.TryGetValues("Accept", out var accept) ? accept.ToString() : ""));
        }

        return Task.FromResult(answer(request));
    }
}
