using Migrator.Oci.Auth;
using Migrator.Oci.References;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>The ways into the real <c>docker-registry</c>: a password, a token, and both over TLS.</summary>
public sealed class DockerRegistryAccessTest
{
    private static readonly RegistryCredential Mover =
        RegistryCredential.Of(RegistryProcessOptions.UserName, RegistryProcessOptions.UserPassword);

    [Fact]
    public async Task Push_Password_ComesThrough()
    {
        await using var registry = await RegistryProcess.StartAsync(new RegistryProcessOptions { Password = true });
        await PushAsync(registry.Host, new RegistryConnection(), Mover);
        var fault = await Assert.ThrowsAsync<RegistryException>(
            () => PushAsync(registry.Host, new RegistryConnection(), RegistryCredential.Of("mover", "wrong-password")));
        Assert.Equal(RegistryFailure.Credentials, fault.Failure);
        Assert.DoesNotContain("wrong-password", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_Token_ComesThrough()
    {
        await using var tokens = await RegistryHost.StartAsync(
            new RegistryHostOptions { Tokens = new RegistryTokens() });
        await using var registry = await RegistryProcess.StartAsync(new RegistryProcessOptions { TokenHost = tokens });
        await PushAsync(registry.Host, new RegistryConnection(), Mover);
        Assert.Equal(1, tokens.Tokens!.Issued);
    }

    [Fact]
    public async Task Push_PasswordOverTls_ComesThrough()
    {
        using var authority = new PrivateAuthority();
        await using var registry = await RegistryProcess.StartAsync(
            new RegistryProcessOptions { Password = true, Certificate = authority.IssueServer() });
        await PushAsync(
            registry.Host, new RegistryConnection { Authorities = [authority.Root] }, Mover, isPlainHttp: false);
    }

    [Fact]
    public async Task Push_ReadOnlyRegistry_IsTemporary()
    {
        await using var registry = await RegistryProcess.StartAsync(new RegistryProcessOptions { ReadOnly = true });
        var fault = await Assert.ThrowsAsync<RegistryException>(
            () => PushAsync(registry.Host, new RegistryConnection(), Mover));
        Assert.Equal(RegistryFailure.Temporary, fault.Failure);
    }

    private static async Task PushAsync(
        string host, RegistryConnection connection, RegistryCredential credential, bool isPlainHttp = true)
    {
        using var handler = RegistryHandlers.Create(connection);
        using var client = new RegistryClient(new RegistryOptions
        {
            Handler = handler,
            Credentials = new StaticCredentials(host, credential),
            IsLoopbackPlainHttp = isPlainHttp,
        });
        await using var target = client.Open(new RegistryReference(host, "team/app"));
        var image = await PushImageAsync(target, "t", "a", "b");
        Assert.Equal(image, await target.ResolveOrNullAsync("t", CancellationToken.None));
        Assert.Equal(ManifestOf("a", "b").ToBytes(), await ReadAsync(target, image));
    }
}
