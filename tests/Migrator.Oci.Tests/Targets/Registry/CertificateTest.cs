using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Migrator.Oci.References;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>Certificates that are not taken, and why (spec/oci-peers.md 6c, row 48).</summary>
public sealed class CertificateTest
{
    [Theory]
    [InlineData("good", true, null)]
    [InlineData("good", false, "who is not trusted. Name the CA that signed the certificate (--ca-file)")]
    [InlineData("expired", true, "the certificate is good from")]
    [InlineData("other name", true, "the certificate is for elsewhere.test and not for this host")]
    public async Task Push_Certificate_IsTakenOrExplained(string kind, bool knowsAuthority, string? said)
    {
        using var authority = new PrivateAuthority();
        await using var hosted = await HostedTarget.StartAsync(
            new RegistryHostOptions { Certificate = CertificateOf(authority, kind) },
            connection: new RegistryConnection { Authorities = knowsAuthority ? [authority.Root] : [] });
        var push = () => PushLayerAsync(hosted.Open(), "a");

        if (said is null)
        {
            await push();
            return;
        }

        var fault = await Assert.ThrowsAsync<RegistryException>(push);
        Assert.Equal(RegistryFailure.Credentials, fault.Failure);
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
        Assert.Empty(hosted.Host.Requests.All);
    }

    [Fact]
    public async Task Push_CertificateForClients_IsNotTakenFromAServer()
    {
        using var authority = new PrivateAuthority();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var served = ServeAsync(listener, authority.IssueForClients());
        using var handler = RegistryHandlers.Create(new RegistryConnection { Authorities = [authority.Root] });
        using var client = new RegistryClient(
            new RegistryOptions { Handler = handler, IsLoopbackPlainHttp = false });
        var place = new RegistryReference($"localhost:{((IPEndPoint)listener.LocalEndpoint).Port}", "a/b");
        await using var target = client.Open(place);

        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(target, "a"));

        Assert.Equal(RegistryFailure.Credentials, fault.Failure);
        listener.Stop();
        await served;
    }

    [Fact]
    public async Task Read_RegistrySendsElsewhere_ShowsItsCertificateToTheRegistryAlone()
    {
        using var authority = new PrivateAuthority();
        var (certificate, key) = authority.IssueClientFiles("mover");
        using var client = X509Certificate2.CreateFromPemFile(certificate, key);
        await using var hosted = await HostedTarget.StartAsync(
            new RegistryHostOptions
            {
                Personality = RegistryPersonalities.Acr,
                Certificate = authority.IssueServer(),
                AsksForCertificates = true,
            },
            connection: new RegistryConnection { Authorities = [authority.Root], ClientCertificates = [client] });
        await PushLayerAsync(hosted.Open(), "a");

        Assert.Equal(Bytes("a"), await ReadAsync(hosted.Open(), Layer("a")));

        Assert.Contains(hosted.Host.Requests.All, request => request.Host == hosted.Host.StorageHost);
        Assert.All(
            hosted.Host.Requests.All,
            request => Assert.Equal(request.Host == hosted.Host.Host, request.HasCertificate));
    }

    // Kestrel would not start with such a certificate.
    private static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(connection.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(certificate);
            Assert.Equal(0, await tls.ReadAsync(new byte[1]));
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            // As it must be: the client says no.
            return;
        }
    }

    private static X509Certificate2 CertificateOf(PrivateAuthority authority, string kind) => kind switch
    {
        "expired" => authority.IssueExpired(),
        "other name" => authority.IssueForOtherName(),
        _ => authority.IssueServer(),
    };
}
