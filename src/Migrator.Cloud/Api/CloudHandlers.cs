using System.Net.Security;

namespace Migrator.Cloud.Api;

/// <summary>Makes the handlers that requests to a cloud, and probes of its applications, end in.</summary>
public static class CloudHandlers
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Makes a handler for the API. It follows no redirects, so no token leaves the cloud's host.</summary>
    /// <param name="isInsecure">Whether any TLS certificate will do (<c>danger_accept_invalid_certs</c>).</param>
    /// <returns>The handler, which the caller disposes.</returns>
    public static SocketsHttpHandler Create(bool isInsecure = false) => Make(isInsecure);

    /// <summary>
    /// Makes a handler that opens a connection for every request: one that is kept would be answered by one and the
    /// same instance, old or new, and hide the other (spec/cloud-deploy.md 4.4).
    /// </summary>
    /// <param name="isInsecure">Whether any TLS certificate will do.</param>
    /// <returns>The handler, which the caller disposes.</returns>
    public static SocketsHttpHandler CreateForProbes(bool isInsecure = false)
    {
        var handler = Make(isInsecure);
        handler.PooledConnectionLifetime = TimeSpan.Zero;
        return handler;
    }

    private static SocketsHttpHandler Make(bool isInsecure)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
        };
        if (isInsecure)
        {
            handler.SslOptions = new SslClientAuthenticationOptions
            {
                // Any certificate will do, as the user's login says; but there must be one.
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
            };
        }

        return handler;
    }
}
