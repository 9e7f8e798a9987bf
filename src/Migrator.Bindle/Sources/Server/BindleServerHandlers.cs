using System.Net;
using System.Net.Security;

namespace Migrator.Bindle.Sources.Server;

/// <summary>Makes the handler that <see cref="BindleServerSource"/> needs.</summary>
public static class BindleServerHandlers
{
    /// <summary>
    /// A handler that leaves redirects, encodings, cookies and credentials alone: the source sees to them.
    /// </summary>
    /// <param name="connection">How connections are made; null for the defaults.</param>
    /// <returns>The handler; whoever is given it disposes it.</returns>
    public static SocketsHttpHandler Create(BindleServerConnection? connection = null)
    {
        connection ??= new BindleServerConnection();
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            PreAuthenticate = false,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            EnableMultipleHttp2Connections = true,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = new ServerTrust(connection).Judge,
            },
        };
        if (connection.Proxy is not null)
        {
            handler.Proxy = connection.Proxy;
        }

        return handler;
    }
}
