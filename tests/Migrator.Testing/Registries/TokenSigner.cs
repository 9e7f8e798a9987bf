using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Migrator.Testing.Registries;

/// <summary>
/// Signs tokens (JWT, ES256) with a key made at run time; its certificate is what a real registry trusts.
/// </summary>
public sealed class TokenSigner : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    /// <summary>Makes a key and a certificate for it.</summary>
    public TokenSigner()
    {
        var request = new CertificateRequest("CN=bindle2oci test tokens", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }

    /// <summary>The issuer in each token.</summary>
    public string Issuer => "bindle2oci-tests";

    /// <summary>The certificate of the key.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem() + "\n";

    /// <summary>Signs claims.</summary>
    /// <param name="claims">The claims.</param>
    /// <returns>The token in its compact form.</returns>
    public string Sign(JsonObject claims)
    {
        var header = new JsonObject
        {
            ["typ"] = "JWT",
            ["alg"] = "ES256",
            ["x5c"] = new JsonArray(Convert.ToBase64String(_certificate.RawData)),
        };
        var text = Encode(header) + "." + Encode(claims);
        lock (_key)
        {
            var signature = _key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256);
            return text + "." + Base64Url.EncodeToString(signature);
        }
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private static string Encode(JsonObject json) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
