using System.Text;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.Registries;

/// <summary>What <c>--verbose</c> tells of the requests to a registry, and what it keeps to itself.</summary>
public sealed class VerboseTests
{
    private static readonly string Petstore = RepositoryRoot.Combine("testdata", "petstore");

    [Fact]
    public async Task Migrate_Verbose_TellsEachRequestWithItsAnswer()
    {
        await using var host = await RegistryHost.StartAsync();

        var run = await CliRun.OfAsync("migrate", Petstore, $"{host.Host}/app:1", "--verbose");
        var told = run.Error.Split('\n').Where(line => line.Contains(" was answered ", StringComparison.Ordinal));

        Assert.Equal(
            host.Requests.All.Select(request => $"{request.Status}").Order(StringComparer.Ordinal),
            told.Select(line => line.Split(' ')[^1]).Order(StringComparer.Ordinal));
        Assert.Contains(
            $"{host.Host}: looking for manifest 1 (ManifestLook) was answered with status 404\n",
            run.Error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task Migrate_NotVerbose_TellsNoRequest(string format)
    {
        await using var host = await RegistryHost.StartAsync();

        var run = await CliRun.OfAsync("migrate", Petstore, $"{host.Host}/app:1", "--output", format);

        Assert.DoesNotContain("answered", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_UploadBreaks_TellsThatItIsSentAgain()
    {
        await using var host = await RegistryHost.StartAsync();
        host.Faults.On(RequestKind.UploadPut, Fault.Cut());

        var run = await CliRun.OfAsync("migrate", Petstore, $"{host.Host}/app:1", "--verbose");

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("got no answer", run.Error, StringComparison.Ordinal);
        Assert.Contains("is tried again after attempt 1", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Migrate_VerboseWithALogin_TellsNoSecret(bool hasTokens)
    {
        await using var host = await RegistryHost.StartAsync(new RegistryHostOptions
        {
            Personality = RegistryPersonalities.Acr,
            Password = !hasTokens,
            Tokens = hasTokens ? new RegistryTokens() : null,
        });
        host.Faults.On(RequestKind.UploadPut, Fault.EchoesLogin());

        var pushed = await RunAsync("migrate", Petstore, $"{host.Host}/app:1", "--verbose");
        var judged = await RunAsync("verify", Petstore, $"{host.Host}/app:1", "--verbose");

        Assert.True(pushed.ExitCode == ExitCode.Done, pushed.Error);
        Assert.True(judged.ExitCode == ExitCode.Done, judged.Error);
        Assert.Contains($"goes on at {host.StorageHost}", judged.Error, StringComparison.Ordinal);
        Assert.All(
            [.. RegistryProcessOptions.Secrets, "signature", "_state"],
            secret => Assert.DoesNotContain(secret, pushed.Error + judged.Error, StringComparison.Ordinal));
    }

    private static Task<CliRun> RunAsync(params string[] command) => CliRun.OfAsync(
        context => context with
        {
            OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(RegistryProcessOptions.UserPassword)),
        },
        CancellationToken.None,
        [.. command, "--username", RegistryProcessOptions.UserName, "--password-stdin"]);
}
