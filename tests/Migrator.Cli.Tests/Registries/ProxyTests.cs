using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.Registries;

/// <summary>Behind a proxy that tunnels to Debian's registry over TLS (spec/oci-peers.md 6c, row 47).</summary>
public sealed class ProxyTests : IAsyncLifetime, IDisposable
{
    // Whom the private authority's other certificate is for; no name server knows it.
    private const string Name = "elsewhere.test";
    private const string Login = "mover:proxy-secret";
    private static readonly string Petstore = RepositoryRoot.Combine("testdata", "petstore");
    private readonly PrivateAuthority _authority = new();
    private RegistryProcess? _registry;

    public async Task InitializeAsync() => _registry = await RegistryProcess.StartAsync(
        new RegistryProcessOptions { Certificate = _authority.IssueForOtherName() });

    [Fact]
    public async Task Migrate_ProxyOfTheVariables_IsAskedForATunnel()
    {
        await using var proxy = new ConnectProxy(_registry!.Port);

        var run = await RunAsync($"http://{proxy.Host}");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.All(
            proxy.Heads, head => Assert.StartsWith($"CONNECT {Name}:443 ", head, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Migrate_ProxyWithALogin_GetsItFromItsAddress()
    {
        await using var proxy = new ConnectProxy(_registry!.Port, Login);

        var run = await RunAsync($"http://{Login}@{proxy.Host}", "", "--verbose");
        var without = await RunAsync($"http://{proxy.Host}");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.DoesNotContain("proxy-secret", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Credentials, without.ExitCode);
        Assert.Contains("The proxy wants a login", without.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_NobodyListensAtTheProxy_NamesIt()
    {
        var run = await RunAsync("http://mover:proxy-secret@127.0.0.1:1", "", "--retries", "0");

        Assert.Equal(ExitCode.Temporary, run.ExitCode);
        Assert.Contains($"{Name}: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("(127.0.0.1:1)", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("proxy-secret", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_NoProxyNamesTheHost_GoesAroundTheProxy()
    {
        await using var proxy = new ConnectProxy(_registry!.Port);

        var run = await RunAsync($"http://{proxy.Host}", Name, "--retries", "0");

        Assert.Equal(ExitCode.Temporary, run.ExitCode);
        Assert.Empty(proxy.Heads);
    }

    public async Task DisposeAsync() => await _registry!.DisposeAsync();

    public void Dispose() => _authority.Dispose();

    private Task<ToolResult> RunAsync(string proxy, string noProxy = "", params string[] more) => Tool.RunAsync(
        "env",
        [
            $"HTTPS_PROXY={proxy}", $"https_proxy={proxy}", $"NO_PROXY={noProxy}", $"no_proxy={noProxy}",
            .. CliProgram.Words, "migrate", Petstore, $"{Name}/app:1", "--ca-file", _authority.CaFile, .. more,
        ]);
}
