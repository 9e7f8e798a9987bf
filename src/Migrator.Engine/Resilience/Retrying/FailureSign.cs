using System.Net;
using System.Security.Authentication;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Engine.Resilience.Retrying;

/// <summary>Which failures may pass when the same request is sent again.</summary>
internal static class FailureSign
{
    // 520 to 524: what that proxy says of a host behind it that is down, silent or slow.
    private const HttpStatusCode OfCloudflare = (HttpStatusCode)520;

    /// <summary>What went wrong with an answer, in words; null when asking again would change nothing.</summary>
    public static string? Of(HttpResponseMessage response, RequestTraits request) => response.StatusCode switch
    {
        HttpStatusCode.InternalServerError when request.IsMount || IsBindleServersWord(response, request) => null,
        HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or HttpStatusCode.InternalServerError
            or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
            or (>= OfCloudflare and <= (HttpStatusCode)524) =>
            $"status {(int)response.StatusCode}",
        _ => null,
    };

    /// <summary>What kept an answer from coming, in words; null when it is nothing that passes.</summary>
    public static string? Of(Exception failure, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested || IsUntrusted(failure))
        {
            return null;
        }

        return failure switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the name is not known",
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "no connection",
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.Unknown or HttpRequestError.ResponseEnded
                or HttpRequestError.HttpProtocolError
            } or IOException => "the connection broke",
            TimeoutException or OperationCanceledException => "no answer in time",
            _ => null,
        };
    }

    /// <summary>Whether no connection was made at all.</summary>
    public static bool IsUnreachable(Exception failure) => failure is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
    }
    or OperationCanceledException;

    // A Bindle server that says in its own words that it cannot read its store will say so again (spec/bindle.md 5.6).
    private static bool IsBindleServersWord(HttpResponseMessage response, RequestTraits request) =>
        request.Operation is null && response.Content.Headers.ContentType?.MediaType is "application/toml";

    private static bool IsUntrusted(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException!)
        {
            if (cause is AuthenticationException)
            {
                return true;
            }
        }

        return false;
    }
}
