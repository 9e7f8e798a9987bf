using Migrator.Oci.Auth;
using Migrator.Oci.References;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Telemetry;

/// <summary>
/// Everything is logged and every span taken over pushes with a login, and searched for each secret that went out.
/// </summary>
public sealed class NoSecretInLogsTests
{
    [Fact]
    public async Task Push_DockerRegistryWithPassword_LogsNoSecret()
    {
        await using var registry = await RegistryProcess.StartAsync(new RegistryProcessOptions { Password = true });
        await PushAndSearchAsync(registry.Host, Login, secrets: 1);
    }

    [Fact]
    public async Task Push_DockerRegistryWithTokens_LogsNoSecret()
    {
        await using var tokens = await RegistryHost.StartAsync(
            new RegistryHostOptions { Tokens = new RegistryTokens() });
        await using var registry = await RegistryProcess.StartAsync(new RegistryProcessOptions { TokenHost = tokens });

        // The password goes to the token server, the token to the registry.
        await PushAndSearchAsync(registry.Host, Login, secrets: 2);
    }

    [Fact]
    public async Task Push_IdentityToken_LogsNoSecret()
    {
        const string Identity = "identity-4711";
        await using var registry = await RegistryHost.StartAsync(
            new RegistryHostOptions { Tokens = new RegistryTokens { IdentityToken = Identity } });
        await PushAndSearchAsync(
            registry.Host,
            RegistryCredential.OfIdentityToken(Identity),
            secrets: 1,
            alsoSecret: Identity);
    }

    [Fact]
    public async Task Push_RegistryThatGivesSecretsBack_LogsNoSecret()
    {
        await using var registry = await RegistryHost.StartAsync(
            new RegistryHostOptions { Tokens = new RegistryTokens() });
        registry.Faults.OnFirst(RequestKind.UploadPut, 2, Fault.EchoesLogin());
        await PushAndSearchAsync(registry.Host, Login, secrets: 2);
    }

    private static RegistryCredential Login { get; } =
        RegistryCredential.Of(RegistryProcessOptions.UserName, RegistryProcessOptions.UserPassword);

    private static async Task PushAndSearchAsync(
        string host, RegistryCredential credential, int secrets, string? alsoSecret = null)
    {
        using var collected = new CollectedSpans(host);
        using var sockets = RegistryHandlers.Create(new RegistryConnection());
        using var spy = new AuthorizationSpy(sockets);
        var log = new CollectedLog();
        using (var client = new RegistryClient(new RegistryOptions
        {
            Handler = spy,
            Credentials = new StaticCredentials(host, credential),
            Logger = log,
        }))
        {
            await using var target = client.Open(new RegistryReference(host, "team/app"));
            await PushImageAsync(target, "t", "a", "b");
        }

        Assert.Equal(secrets, spy.Secrets.Count);
        var text = string.Join('\n', log.Lines.Concat(collected.Spans.Select(span =>
            $"{span.OperationName} {string.Join(' ', span.TagObjects)} {span.StatusDescription}")));
        Assert.Contains("UploadWhole", text, StringComparison.Ordinal);
        Assert.All(
            [.. spy.Secrets.Keys, RegistryProcessOptions.UserPassword, alsoSecret ?? "eyJ", "_state"],
            secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }
}
