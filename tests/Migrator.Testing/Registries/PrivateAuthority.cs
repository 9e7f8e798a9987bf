using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Migrator.Testing.Registries;

/// <summary>
/// A certificate authority nobody knows, made at run time: for registries over TLS and for client certificates.
/// </summary>
public sealed class PrivateAuthority : IDisposable
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    private const string ClientUsage = "1.3.6.1.5.5.7.3.2";

    private readonly TempFolder _folder = new();
    private readonly X509Certificate2 _root;
    private readonly List<X509Certificate2> _issued = [];

    /// <summary>Makes an authority.</summary>
    public PrivateAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=bindle2oci test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _root = request.CreateSelfSigned(Now.AddYears(-3), Now.AddYears(3));
        File.WriteAllText(CaFile, _root.ExportCertificatePem() + "\n");
    }

    /// <summary>The authority's certificate as a PEM file: what <c>--ca-file</c> takes.</summary>
    public string CaFile => _folder.Combine("ca.crt");

    /// <summary>A folder that holds just that file: what <c>skopeo --dest-cert-dir</c> takes.</summary>
    public string CaFolder => _folder.Path;

    /// <summary>The authority's certificate, without its key.</summary>
    public X509Certificate2 Root => _root;

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    /// <summary>A good certificate for localhost and 127.0.0.1.</summary>
    public X509Certificate2 IssueServer() => Issue(ServerUsage, "localhost", Now.AddDays(-1), Now.AddDays(30));

    /// <summary>A certificate for localhost that ran out yesterday.</summary>
    public X509Certificate2 IssueExpired() => Issue(ServerUsage, "localhost", Now.AddDays(-30), Now.AddDays(-1));

    /// <summary>A good certificate for another name.</summary>
    public X509Certificate2 IssueForOtherName() =>
        Issue(ServerUsage, "elsewhere.test", Now.AddDays(-1), Now.AddDays(30));

    /// <summary>A certificate for localhost that clients prove themselves with, and servers may not.</summary>
    public X509Certificate2 IssueForClients() => Issue(ClientUsage, "localhost", Now.AddDays(-1), Now.AddDays(30));

    /// <summary>A client certificate, as two PEM files.</summary>
    /// <param name="name">Whom it names.</param>
    /// <returns>Paths of the certificate and of its key.</returns>
    public (string Certificate, string Key) IssueClientFiles(string name)
    {
        var certificate = Issue(ClientUsage, name, Now.AddDays(-1), Now.AddDays(30));
        var files = Directory.CreateDirectory(_folder.Combine("clients", name)).FullName;
        var paths = (Path.Combine(files, "client.cert"), Path.Combine(files, "client.key"));
        using var key = KeyOf(certificate);
        File.WriteAllText(paths.Item1, certificate.ExportCertificatePem() + "\n");
        File.WriteAllText(paths.Item2, key.ExportPkcs8PrivateKeyPem() + "\n");
        return paths;
    }

    /// <summary>Removes the files and the keys.</summary>
    public void Dispose()
    {
        _issued.ForEach(certificate => certificate.Dispose());
        _root.Dispose();
        _folder.Dispose();
    }

    /// <summary>The private key of a certificate made here.</summary>
    internal static ECDsa KeyOf(X509Certificate2 certificate) =>
        certificate.GetECDsaPrivateKey()
        ?? throw new ArgumentException("The certificate has no key.", nameof(certificate));

    private X509Certificate2 Issue(string usage, string name, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        request.CertificateExtensions.Add(Names(name));
        using var bare = request.Create(_root, from, to, RandomNumberGenerator.GetBytes(8));
        var certificate = bare.CopyWithPrivateKey(key);
        _issued.Add(certificate);
        return certificate;
    }

    private static X509Extension Names(string name)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (name == "localhost")
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        return names.Build();
    }
}
