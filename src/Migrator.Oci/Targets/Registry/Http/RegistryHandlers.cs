using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>Makes the handler that requests to registries end in.</summary>
public static class RegistryHandlers
{
    private const int MaxHeaderKilobytes = 64;

    /// <summary>
    /// Makes a handler that follows no redirects, keeps no cookies, and gives up when nothing moves. Retries and
    /// throttles go around it.
    /// </summary>
    /// <param name="connection">How connections are made.</param>
    /// <returns>The handler, which the caller disposes.</returns>
    public static HttpMessageHandler Create(RegistryConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new StallGuard(
            connection.IdleTimeout,
            connection.Time ?? TimeProvider.System,
            new ExpectationHandler(CreateInner(connection)));
    }

    private static HttpMessageHandler CreateInner(RegistryConnection connection) =>
        connection.ClientCertificates.IsEmpty
            ? CreateSockets(connection, certificates: [])
            : new HomeHandler(
                CreateSockets(connection, connection.ClientCertificates), CreateSockets(connection, certificates: []));

    private static SocketsHttpHandler CreateSockets(
        RegistryConnection connection, ImmutableArray<X509Certificate2> certificates)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = connection.ConnectTimeout,
            MaxConnectionsPerServer = connection.MaxConnectionsPerHost,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            Expect100ContinueTimeout = ExpectationHandler.LongestWait,
            PlaintextStreamFilter = (context, _) =>
                ValueTask.FromResult<Stream>(new ListeningStream(context.PlaintextStream)),
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
                    IsTrusted(connection, sender, certificate, chain, errors),
            },
        };
        if (connection.Proxy is not null)
        {
            handler.Proxy = connection.Proxy;
        }

        if (!certificates.IsEmpty)
        {
            handler.SslOptions.ClientCertificates = [.. certificates];
        }

        return handler;
    }

    private static bool IsTrusted(
        RegistryConnection connection,
        object sender,
        X509Certificate? certificate,
        X509Chain? chain,
        SslPolicyErrors errors)
    {
        var isTrusted = errors == SslPolicyErrors.None
            || IsUnchecked(connection, sender)
            || (errors == SslPolicyErrors.RemoteCertificateChainErrors
                && !connection.Authorities.IsEmpty
                && IsSignedBy(connection, certificate, chain));

        // The plain refusal would not say why.
        return isTrusted ? true : throw CertificateFaults.Explain(certificate, chain, errors);
    }

    private static bool IsUnchecked(RegistryConnection connection, object sender) =>
        sender is SslStream { TargetHostName: var name }
        && connection.UncheckedHosts.Any(host => string.Equals(host, name, StringComparison.OrdinalIgnoreCase));

    private static bool IsSignedBy(RegistryConnection connection, X509Certificate? certificate, X509Chain? sent)
    {
        if (certificate is not X509Certificate2 leaf)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(connection.Authorities.ToArray());
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(CertificateFaults.ServerUsage));
        foreach (var element in sent?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return chain.Build(leaf);
    }
}
