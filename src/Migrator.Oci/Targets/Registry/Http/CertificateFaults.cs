using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>Says why a registry's certificate is not taken.</summary>
internal static class CertificateFaults
{
    /// <summary>The usage of a certificate that a server proves itself with (RFC 5280 4.2.1.12).</summary>
    public const string ServerUsage = "1.3.6.1.5.5.7.3.1";

    /// <summary>Explains a certificate that was judged.</summary>
    public static AuthenticationException Explain(
        X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 leaf)
        {
            return new AuthenticationException("the host shows no certificate");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return new AuthenticationException($"the certificate is for {NamesOf(leaf)} and not for this host");
        }

        var status = (chain?.ChainStatus ?? []).Aggregate(
            X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        return status switch
        {
            _ when status.HasFlag(X509ChainStatusFlags.NotTimeValid) => new AuthenticationException(
                $"the certificate is good from {leaf.NotBefore:u} to {leaf.NotAfter:u}, or one that signed it is not "
                + "good now"),
            _ when status.HasFlag(X509ChainStatusFlags.NotValidForUsage) =>
                new AuthenticationException("the certificate is not for servers"),
            _ => new UntrustedAuthorityException($"the certificate is signed by {leaf.Issuer}, who is not trusted"),
        };
    }

    private static string NamesOf(X509Certificate2 leaf)
    {
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(
                extension.EnumerateIPAddresses().Select(address => address.ToString())))
            .ToArray();
        return names.Length > 0 ? string.Join(", ", names) : leaf.Subject;
    }
}
