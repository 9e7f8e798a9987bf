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

    /// <summary>What it is, and what to do next.</summary>
    public static (RegistryFailure Failure, string Advice) Judge(Exception cause) =>
        ErrorOf(cause) switch
        {
            _ when IsNoTls(cause) => (RegistryFailure.Credentials, "The host does not answer in TLS."),
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

    /// <summary>Whether a host that speaks TLS, asked in plain HTTP, fails like this.</summary>
    public static bool MayWantTls(Exception cause) =>
        ErrorOf(cause) is HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded;

    /// <summary>Whether a host that speaks no TLS, asked in it, fails like this.</summary>
    // What .NET says of an answer whose first bytes are no record of TLS.
    public static bool IsNoTls(Exception cause) =>
        Find<AuthenticationException>(cause) is { } login
        && login.Message.Contains("frame size", StringComparison.Ordinal);

    /// <summary>It in one line of bounded length, without secrets and the login of a proxy.</summary>
    public static string Describe(Exception cause, SecretScrubber secrets)
    {
        return TellingOrNull(cause) is { } telling
            ? ErrorBody.Clean(secrets.Clean(WithoutLogins(telling.Message)))
            : "no answer in time";
    }

    /// <summary>A text without the login that the address of a proxy may have, which .NET names with it.</summary>
    public static string WithoutLogins(string text) => UserInfo().Replace(text, "://***@");

    // The innermost message says most: "Connection refused" rather than "An error occurred while sending the request".
    // But whom no connection was made to, which may be a proxy, stands in the outermost. Null when time was up and
    // nobody says which: what lies below is then a socket that was told to stop, "Operation canceled".
    private static Exception? TellingOrNull(Exception cause) => cause switch
    {
        OperationCanceledException => null,
        { InnerException: { } inner } and not TimeoutException when !IsUnreachable(cause) || IsTimeout(inner) =>
            TellingOrNull(inner),
        _ => cause,
    };

    private static bool IsTimeout(Exception? cause) => cause is not null
        && (cause is OperationCanceledException or TimeoutException || IsTimeout(cause.InnerException));

    private static bool IsUnreachable(Exception cause) =>
        ErrorOf(cause) is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError;

    private static HttpRequestError ErrorOf(Exception cause) =>
        (cause as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;

    private static bool IsProxyLogin(Exception cause) =>
        cause is HttpRequestException { StatusCode: HttpStatusCode.ProxyAuthenticationRequired }
        || cause.Message.Contains("407", StringComparison.Ordinal);

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

    [GeneratedRegex(@"://[^\s'""]*@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();
}
