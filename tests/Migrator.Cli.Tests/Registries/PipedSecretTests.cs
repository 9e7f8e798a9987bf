using System.Text;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.Registries;

/// <summary>Passwords as pipes and editors give them.</summary>
public sealed class PipedSecretTests
{
    private static readonly string Petstore = RepositoryRoot.Combine("testdata", "petstore");

    [Fact]
    public async Task Migrate_MarkBeforeThePassword_IsNoPartOfIt()
    {
        await using var host = await RegistryHost.StartAsync(new RegistryHostOptions { Password = true });

        var run = await RunAsync(
            host, [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(RegistryProcessOptions.UserPassword + "\r\n")]);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
    }

    [Fact]
    public async Task Migrate_PasswordThatIsNoText_IsAMistakeOfUseAndNotSent()
    {
        await using var host = await RegistryHost.StartAsync(new RegistryHostOptions { Password = true });

        var run = await RunAsync(host, [0xff, 0xff, (byte)'x']);

        Assert.True(run.ExitCode == ExitCode.Usage, run.Error);
        Assert.Contains("no text in UTF-8", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, host.Requests.Count);
    }

    private static Task<CliRun> RunAsync(RegistryHost host, byte[] input) => CliRun.OfAsync(
        context => context with { OpenInput = () => new MemoryStream(input) },
        CancellationToken.None,
        "migrate",
        Petstore,
        $"{host.Host}/app",
        "--username",
        RegistryProcessOptions.UserName,
        "--password-stdin");
}
