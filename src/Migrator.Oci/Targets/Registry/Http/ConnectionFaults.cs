using System.Net;
using System.Security.Authentication;
using System.Text.RegularExpressions;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>Says what a request that got no answer means.</summary>
internal static partial class ConnectionFaults
{
    /// <summary>Whether an exception is the network's, and not a fault of ours.</summary>
    public static bool IsOne(Exception exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && exception is HttpRequestException or IOException or TimeoutException or OperationCanceledException
        && exception is not TargetException;

    /// <summary>Explains it.</summary>
    public static RegistryException Explain(
        string target, string host, string what, Exception cause, string? givenUp = null)
    {
        var error = (cause as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
        var (failure, advice) = error switch
        {
            _ when Find<AuthenticationException>(cause) is { } login && IsNoTls(login) => (
                RegistryFailure.Credentials,
                "The host does not answer in TLS; if plain HTTP is right there, allow it (--plain-http)."),
            _ when Find<AuthenticationException>(cause) is UntrustedAuthorityException => (
                RegistryFailure.Credentials, "Name the CA that signed the certificate (--ca-file), or mend it."),
            _ when Find<AuthenticationException>(cause) is not null => (
                RegistryFailure.Credentials, "Mend the certificate, or ask the registry by the name that it is for."),
            HttpRequestError.ProxyTunnelError when IsProxyLogin(cause) => (
                RegistryFailure.Credentials, "The proxy wants a login; put it into the proxy's address."),
            HttpRequestError.ProxyTunnelError => (
                RegistryFailure.Temporary, "The proxy refuses; check the proxy variables."),
            HttpRequestError.NameResolutionError => (
                RegistryFailure.Temporary, "The name is not known; check it and the network, and run again."),
            HttpRequestError.ConfigurationLimitExceeded => (
                RegistryFailure.Refused, "The answer's headers are too long; this is hardly a registry."),
            _ => (RegistryFailure.Temporary, "Check the network and run again."),
        };
        return new RegistryException(
            target,
            failure,
            $"{host}: {what} failed: {Describe(cause)}. {AnswerFaults.Tell(givenUp)}{advice}",
            cause)
        {
            IsGivenUp = givenUp is not null,
        };
    }

    // What .NET says of an answer whose first bytes are no record of TLS.
    private static bool IsNoTls(AuthenticationException cause) =>
        cause.Message.Contains("frame size", StringComparison.Ordinal);

    private static bool IsProxyLogin(Exception cause) =>
        cause is HttpRequestException { StatusCode: HttpStatusCode.ProxyAuthenticationRequired }
        || cause.Message.Contains("407", StringComparison.Ordinal);

    // The innermost message says most: "Connection refused" rather than "An error occurred while sending the request".
    private static string Describe(Exception cause)
    {
        var innermost = cause;
        while (innermost.InnerException is { } inner)
        {
            innermost = inner;
        }

        return innermost is OperationCanceledException
            ? "no answer in time"
            : ErrorBody.Clean(UserInfo().Replace(innermost.Message, "://***@"));
    }

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
            {
                return found;
            }
        }

        return null;
    }

    // .NET names a proxy with the login that its address has.
    [GeneratedRegex(@"://[^\s'""]*@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();
}
