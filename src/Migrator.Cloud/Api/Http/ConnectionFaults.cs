using System.Security.Authentication;

namespace Migrator.Cloud.Api.Http;

/// <summary>Says what a request that got no answer means.</summary>
internal static class ConnectionFaults
{
    /// <summary>Whether an exception is the network's, and not a fault of ours.</summary>
    public static bool IsOne(Exception exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && exception is HttpRequestException or IOException or TimeoutException or OperationCanceledException;

    /// <summary>Explains it; what was wrong with an answer is often quoted from it.</summary>
    public static CloudException Explain(
        string host, CloudRequest request, Exception cause, SecretScrubber secrets)
    {
        var innermost = Innermost(cause);
        var (failure, next) = innermost is AuthenticationException
            ? (CloudFailure.Credentials,
                "The cloud's TLS certificate is not trusted; mend it, or log in with --insecure if it is your own.")
            : (CloudFailure.Temporary, "Check the network and the address of the cloud, and run again.");
        var fault = IsTimeout(cause)
            ? "no answer in time"
            : MessageText.Clean(secrets.Clean(innermost.Message));
        return new CloudException(
            failure, request.What, $"{host}: {request.What} failed: {fault}. {next}", secrets.CauseOrNull(cause))
        {
            NextStep = next,
        };
    }

    // Only our own time limit cancels a request that nobody stopped; the innermost exception is then the socket's.
    private static bool IsTimeout(Exception? cause) => cause is not null
        && (cause is OperationCanceledException or TimeoutException || IsTimeout(cause.InnerException));

    // The innermost message says most: "Connection refused" rather than "An error occurred while sending the request".
    private static Exception Innermost(Exception cause)
    {
        while (cause.InnerException is { } inner)
        {
            cause = inner;
        }

        return cause;
    }
}
