using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Server;

/// <summary>Says what it means that no answer came.</summary>
internal static class ServerFaults
{
    /// <summary>Explains a failure.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="request">What was sent.</param>
    /// <param name="options">The server.</param>
    /// <param name="redact">Takes secrets out of a text.</param>
    /// <returns>Full sentences, and what the failure means for the job.</returns>
    public static (string Message, SourceFailure Kind) Explain(
        HttpRequestException failure,
        HttpRequestMessage request,
        BindleServerOptions options,
        Func<string, string> redact)
    {
        var uri = request.RequestUri!;
        var where = MessageText.Line(redact($"{uri.Scheme}://{uri.Authority}"));
        var cause = ReasonOf(failure, redact);
        return failure.HttpRequestError switch
        {
            HttpRequestError.SecureConnectionError => (
                $"No secure connection to {where}: {cause} Check the certificate, or whether the server speaks TLS.",
                SourceFailure.Unusable),
            HttpRequestError.InvalidResponse or HttpRequestError.VersionNegotiationError
                or HttpRequestError.HttpProtocolError => (
                $"{where} does not answer in HTTP that can be read: {cause} {AdviceOn(uri, options)}",
                SourceFailure.Unusable),
            HttpRequestError.ConfigurationLimitExceeded => (
                $"{where} answers with longer headers than are read. Check the address: no Bindle server does that.",
                SourceFailure.Unusable),
            // What a server does that is spoken to in the wrong version of HTTP; a broken connection looks the same.
            HttpRequestError.ResponseEnded or HttpRequestError.Unknown => (
                $"No answer from {where}: {cause} {Tell(GivenUpOrNull(request))}Run again; if that does not help: "
                + AdviceOn(uri, options),
                SourceFailure.Temporary),
            _ => (
                $"No answer from {where}: {cause} {Tell(GivenUpOrNull(request))}Check the address, and run again.",
                SourceFailure.Temporary),
        };
    }

    /// <summary>Why a connection failed or a body broke off, as a sentence fit for a line.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="redact">Takes secrets out of a text.</param>
    public static string ReasonOf(Exception failure, Func<string, string> redact) => QuotesTheWire(failure)
        ? "what comes breaks the rules of HTTP."
        : Sentence(MessageText.Line(redact(MessageText.WithoutLogins((failure.InnerException ?? failure).Message))));

    /// <summary>The failure as a cause to be kept; null when its own text could hold what the server sent.</summary>
    public static Exception? CauseOf(HttpRequestException failure) => failure.HttpRequestError is
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
        or HttpRequestError.SecureConnectionError
            ? failure
            : null;

    /// <summary>Why a handler gave a request up; null when it did not.</summary>
    public static string? GivenUpOrNull(HttpRequestMessage? request) =>
        request is not null && request.Options.TryGetValue(BindleRequestKeys.GivenUp, out var reason) ? reason : null;

    /// <summary>A sentence of it for a message; empty when there is nothing to tell.</summary>
    public static string Tell(string? givenUp) => givenUp is null ? "" : $"Given up: {givenUp}. ";

    /// <summary>
    /// Whether the runtime's words hold what came: a secret that was sent back stands there in any spelling, such as
    /// hexadecimal, and may be cut.
    /// </summary>
    public static bool QuotesTheWire(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse }
                or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse })
            {
                return true;
            }
        }

        return false;
    }

    private static string AdviceOn(Uri uri, BindleServerOptions options) =>
        options.PriorKnowledge && uri.Scheme == Uri.UriSchemeHttp
            ? "It was spoken to in HTTP/2 at once (--bindle-http2), which servers of Bindle 0.5 and later and most "
                + "proxies do not want; leave that out."
            : "Check address and port; servers of Bindle 0.1 to 0.4 want HTTP/2 at once (--bindle-http2).";

    private static string Sentence(string text) => text.Length > 0 && text[^1] is '.' or '!' or '?' ? text : text + ".";
}
