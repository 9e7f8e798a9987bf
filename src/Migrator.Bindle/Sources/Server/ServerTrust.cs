using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Migrator.Bindle.Sources.Server;

/// <summary>Whether a server's certificate is trusted.</summary>
internal sealed class ServerTrust(BindleServerConnection connection)
{
    // An authority may also certify users and machines that are no servers (RFC 5280 4.2.1.12).
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";

    /// <summary>A <see cref="RemoteCertificateValidationCallback"/>.</summary>
    public bool Judge(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors switch
        {
            SslPolicyErrors.None => true,
            _ when IsUnchecked(sender) => true,
            SslPolicyErrors.RemoteCertificateChainErrors =>
                certificate is X509Certificate2 leaf && chain is not null && IsOfAuthorities(leaf, chain),
            _ => false,
        };

    private bool IsUnchecked(object sender) =>
        connection.UncheckedHost is { } host
        && sender is SslStream stream
        && host.Trim('[', ']').Equals(stream.TargetHostName.Trim('[', ']'), StringComparison.OrdinalIgnoreCase);

    private bool IsOfAuthorities(X509Certificate2 certificate, X509Chain sent)
    {
        if (connection.Authorities.IsEmpty)
        {
            return false;
        }

        using var chain = new X509Chain
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                ApplicationPolicy = { new Oid(ServerUsage) },
            },
        };
        chain.ChainPolicy.CustomTrustStore.AddRange(connection.Authorities.ToArray());
        chain.ChainPolicy.ExtraStore.AddRange(sent.ChainElements.Select(element => element.Certificate).ToArray());
        return chain.Build(certificate);
    }
}
