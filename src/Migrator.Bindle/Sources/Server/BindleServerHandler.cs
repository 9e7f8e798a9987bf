using System.Net;
using System.Net.Security;

namespace Migrator.Bindle.Sources.Server;

/// <summary>Makes the handler that <see cref="BindleServerSource"/> needs.</summary>
public static class BindleServerHandler
{
    /// <summary>
    /// A handler that leaves redirects, encodings, cookies and credentials alone: the source sees to them.
    /// </summary>
    /// <param name="acceptAnyCertificate">Take any certificate, for servers of one's own; off unless asked for.</param>
    /// <returns>The handler; whoever is given it disposes it.</returns>
    public static SocketsHttpHandler Create(bool acceptAnyCertificate = false)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            PreAuthenticate = false,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            EnableMultipleHttp2Connections = true,
        };
        if (acceptAnyCertificate)
        {
            handler.SslOptions = new SslClientAuthenticationOptions
            {
#pragma warning disable CA5359 // Asked for by name; the default is to check.
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
            };
        }

        return handler;
    }
}
