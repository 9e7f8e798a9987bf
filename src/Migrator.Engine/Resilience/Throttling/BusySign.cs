using System.Net;

namespace Migrator.Engine.Resilience.Throttling;

/// <summary>How a host says that it is asked too much (spec/oci-peers.md 6c, rows 10 to 15).</summary>
internal static class BusySign
{
    // RFC 9113, section 7.
    private const long EnhanceYourCalm = 11;

    /// <summary>The sign in an answer, in words; null when there is none.</summary>
    public static string? Of(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.TooManyRequests => "status 429",
        HttpStatusCode.ServiceUnavailable when response.Headers.NonValidated.Contains("Retry-After") =>
            "status 503 with Retry-After",
        _ => null,
    };

    /// <summary>The sign in a failure, in words; null when there is none.</summary>
    public static string? Of(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpProtocolException { ErrorCode: EnhanceYourCalm })
            {
                return "ENHANCE_YOUR_CALM";
            }
        }

        return null;
    }
}
