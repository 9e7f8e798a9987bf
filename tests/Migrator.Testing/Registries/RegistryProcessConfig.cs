using System.Text;

namespace Migrator.Testing.Registries;

/// <summary>Writes the configuration file of distribution 2.8, and the files it points to.</summary>
internal static class RegistryProcessConfig
{
    // Bcrypt of RegistryProcessOptions.UserPassword, the only form distribution reads.
    private const string Htpasswd =
        RegistryProcessOptions.UserName + ":$2y$05$abcdefghijklmnopqrstuu3Jd./u/rH1RxB6auX5v7gLP6uWhKCgG\n";

    /// <summary>Where the registry's data lies below its folder.</summary>
    internal static string DataFolder(TempFolder folder) => folder.Combine("data");

    /// <summary>Writes the files.</summary>
    /// <returns>The path of the configuration.</returns>
    internal static string Write(TempFolder folder, RegistryProcessOptions options)
    {
        var text = new StringBuilder();
        text.Append($"""
            version: 0.1
            log:
              level: info
              accesslog:
                disabled: true
            storage:
              filesystem:
                rootdirectory: {DataFolder(folder)}
              delete:
                enabled: true

            """);
        text.Append(options.RemembersBlobs ? "  cache:\n    blobdescriptor: inmemory\n" : "");
        text.Append(options.ReadOnly ? "  maintenance:\n    readonly:\n      enabled: true\n" : "");
        text.Append("http:\n  addr: 127.0.0.1:0\n  secret: tests\n");
        AppendTls(text, folder, options);
        AppendAuthentication(text, folder, options);
        return WriteFile(folder, "config.yml", text.ToString());
    }

    private static void AppendTls(StringBuilder text, TempFolder folder, RegistryProcessOptions options)
    {
        if (options.Certificate is not { } certificate)
        {
            return;
        }

        using var key = PrivateAuthority.KeyOf(certificate);
        text.Append("  tls:\n")
            .Append($"    certificate: {WriteFile(folder, "tls.crt", certificate.ExportCertificatePem())}\n")
            .Append($"    key: {WriteFile(folder, "tls.key", key.ExportPkcs8PrivateKeyPem())}\n");
        if (options.ClientAuthority is { } authority)
        {
            text.Append($"    clientcas: [{authority.CaFile}]\n");
        }
    }

    private static void AppendAuthentication(StringBuilder text, TempFolder folder, RegistryProcessOptions options)
    {
        if (options.Password)
        {
            text.Append($"auth:\n  htpasswd:\n    realm: tests\n    path: {WriteFile(folder, "htpasswd", Htpasswd)}\n");
        }
        else if (options.TokenHost is { Tokens: { } tokens } host)
        {
            text.Append("auth:\n  token:\n")
                .Append($"    realm: {host.Address}token\n")
                .Append($"    service: {tokens.Service}\n    issuer: {tokens.Signer.Issuer}\n")
                .Append($"    rootcertbundle: {WriteFile(folder, "tokens.crt", tokens.Signer.CertificatePem)}\n");
        }
    }

    private static string WriteFile(TempFolder folder, string name, string content)
    {
        var path = folder.Combine(name);
        File.WriteAllText(path, content);
        return path;
    }
}
