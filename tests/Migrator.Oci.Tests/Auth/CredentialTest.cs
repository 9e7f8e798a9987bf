using System.Text;
using Microsoft.Extensions.Time.Testing;
using Migrator.Oci.Auth;
using Migrator.Oci.Targets.Registry;
using Migrator.Testing;

namespace Migrator.Oci.Tests.Auth;

public sealed class CredentialTest : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TempFolder _folder = new();
    private readonly List<string> _calls = [];

    private string ConfigFile => _folder.Combine("config.json");

    [Theory]
    [InlineData("""{"auths":{"r.example":{"auth":"dTpw"}}}""", "r.example")]
    [InlineData("""{"auths":{"https://r.example/v2/":{"auth":"dTpw"}}}""", "r.example")]
    [InlineData("""{"auths":{"r.example:5000":{"username":"u","password":"p"}}}""", "r.example:5000")]
    [InlineData("""{"auths":{"https://index.docker.io/v1/":{"auth":"dTpw"}}}""", "docker.io")]
    public async Task DockerCredentials_StoredPassword_IsFound(string config, string host)
    {
        var found = await FindAsync(config, host);
        Assert.Equal(("u", "p"), (found?.User, found?.Password));
    }

    [Theory]
    [InlineData("""{"auths":{"r.example":{"auth":"dTpw"}}}""", "r.example:5000")]
    [InlineData("""{"auths":{"r.example":{"auth":"dTpw"}}}""", "evil-r.example")]
    [InlineData("""{"auths":{"r.example":{}}}""", "r.example")]
    [InlineData("""{"HttpHeaders":{"a":"b"}}""", "r.example")]
    public async Task DockerCredentials_OtherHost_FindsNothing(string config, string host) =>
        Assert.Null(await FindAsync(config, host));

    [Fact]
    public async Task DockerCredentials_NoFile_FindsNothing() =>
        Assert.Null(await new DockerCredentials(ConfigFile, Helper("{}")).FindOrNullAsync("r.example", None));

    /// <summary>A parser quotes what it cannot read, and here that is the secret.</summary>
    [Theory]
    [InlineData("""{"auths":{"r.example":{"username":"u","password": trustno1secret}}}""")]
    [InlineData("""{"auths":{"r.example":{"identitytoken": ntrustno1secret}}}""")]
    [InlineData("""{"auths":{"r.example":{"auth":{"trustno1secret":1}}}}""")]
    public async Task DockerCredentials_DamagedFile_ShowsNothingOfIt(string config)
    {
        var fault = await Assert.ThrowsAsync<RegistryException>(() => FindAsync(config, "r.example"));

        Assert.Contains(ConfigFile, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("trustno1", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DockerCredentials_IdentityToken_GoesBeforeThePassword()
    {
        var found = await FindAsync("""{"auths":{"r.example":{"auth":"dTpw","identitytoken":"t"}}}""", "r.example");
        Assert.Equal("t", found?.IdentityToken);
    }

    [Fact]
    public async Task DockerCredentials_HelperOfTheHost_GoesBeforeTheStore()
    {
        const string config =
            """{"credsStore":"all","credHelpers":{"r.example":"own"},"auths":{"r.example":{"auth":"eDp5"}}}""";
        var found = await FindAsync(config, "r.example", """{"ServerURL":"r.example","Username":"u","Secret":"p"}""");
        Assert.Equal(("u", "p"), (found?.User, found?.Password));
        Assert.Equal(["docker-credential-own get r.example"], _calls);
    }

    [Fact]
    public async Task DockerCredentials_HelperGivesAToken_IsAnIdentityToken()
    {
        var found = await FindAsync("""{"credsStore":"all"}""", "docker.io", """{"Username":"<token>","Secret":"t"}""");
        Assert.Equal("t", found?.IdentityToken);
        Assert.Equal(["docker-credential-all get https://index.docker.io/v1/"], _calls);
    }

    [Fact]
    public async Task DockerCredentials_HelperHasNothing_TheFileCounts()
    {
        var found = await FindAsync(
            """{"credsStore":"all","auths":{"r.example":{"auth":"dTpw"}}}""",
            "r.example",
            "credentials not found in native keychain\n",
            exit: 1);
        Assert.Equal("u", found?.User);
    }

    [Theory]
    [InlineData("secret-of-tests, and no JSON", 0)]
    [InlineData("keychain is locked: secret-of-tests", 1)]
    [InlineData("""{"Username":"u:secret-of-tests","Secret":"p"}""", 0)]
    public async Task DockerCredentials_HelperFails_IsAFaultThatShowsNothing(string output, int exit)
    {
        var fault = await Assert.ThrowsAsync<RegistryException>(
            () => FindAsync("""{"credsStore":"all"}""", "r.example", output, exit));
        Assert.Equal(RegistryFailure.Credentials, fault.Failure);
        Assert.DoesNotContain("secret-of-tests", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_UserWithAColon_IsNone()
    {
        var fault = Assert.Throws<ArgumentException>(() => RegistryCredential.Of("a:secret-of-tests", "p"));
        Assert.DoesNotContain("secret-of-tests", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DockerCredentials_HelperNamedByAPath_IsNotRun()
    {
        await Assert.ThrowsAsync<RegistryException>(() => FindAsync("""{"credsStore":"../x"}""", "r.example"));
        Assert.Empty(_calls);
    }

    [Theory]
    [InlineData("[1")]
    [InlineData("""{"auths":[]}""")]
    [InlineData("""{"auths":{"r.example":{"auth":"secret-of-tests"}}}""")]
    [InlineData("""{"auths":{"r.example":{"username":"u:secret-of-tests","password":"p"}}}""")]
    [InlineData("""{"auths":{"r.example":{"auth":"c2VjcmV0LW9mLXRlc3Rz"}}}""")]
    public async Task DockerCredentials_BrokenFile_IsAFaultThatNamesIt(string config)
    {
        var fault = await Assert.ThrowsAsync<RegistryException>(() => FindAsync(config, "r.example"));
        Assert.Contains(ConfigFile, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-tests", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SpinCredentials_BrokenEntry_IsAFaultThatShowsNothing()
    {
        await File.WriteAllTextAsync(ConfigFile, """{"auths":{"r.example":"secret-of-tests"}}""");
        var fault = await Assert.ThrowsAsync<RegistryException>(
            () => new SpinCredentials(ConfigFile).FindOrNullAsync("r.example", None).AsTask());
        Assert.Contains("expected USER:PASSWORD in base64", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-tests", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SpinCredentials_Login_IsFoundForItsHostAlone()
    {
        await File.WriteAllTextAsync(ConfigFile, """{"auths":{"r.example":"dTpw"}}""");
        var provider = new SpinCredentials(ConfigFile);
        Assert.Equal("p", (await provider.FindOrNullAsync("r.example", None))?.Password);
        Assert.Null(await provider.FindOrNullAsync("s.example", None));
    }

    [Fact]
    public async Task CredentialChain_Several_TheFirstThatKnowsCounts()
    {
        var chain = new CredentialChain(
        [
            new StaticCredentials("s.example", RegistryCredential.Of("first", "p")),
            new StaticCredentials("r.example", RegistryCredential.Of("second", "p")),
            new StaticCredentials("r.example", RegistryCredential.Of("third", "p")),
        ]);
        Assert.Equal("second", (await chain.FindOrNullAsync("r.example", None))?.User);
    }

    [Fact]
    public async Task CredentialProcess_ProgramThatIsMissing_IsAnIoFault() =>
        await Assert.ThrowsAsync<IOException>(
            () => new CredentialProcess(TimeProvider.System).RunAsync(
                "docker-credential-that-nobody-has", "get", "r.example", None));

    [Fact]
    public async Task CredentialProcess_Program_ReadsTheHostAndAnswers()
    {
        var (exit, output) = await new CredentialProcess(TimeProvider.System)
            .RunAsync("cat", "-", "r.example", None);
        Assert.Equal((0, "r.example"), (exit, output));
    }

    [Fact]
    public async Task CredentialProcess_ProgramWithoutEnd_IsStoppedAfterAMinute()
    {
        var clock = new FakeTimeProvider();
        var running = new CredentialProcess(clock).RunAsync("sleep", "600", "r.example", None);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(running.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        var fault = await Assert.ThrowsAsync<TimeoutException>(() => running.WaitAsync(TimeSpan.FromMinutes(2)));

        Assert.Contains("within 60 seconds", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DockerCredentials_HelperWithoutEnd_IsAFaultOfCredentials()
    {
        await File.WriteAllTextAsync(ConfigFile, """{"credsStore":"all"}""");
        var provider = new DockerCredentials(
            ConfigFile, (_, _, _, _) => throw new TimeoutException("docker-credential-all did not end."));

        var fault = await Assert.ThrowsAsync<RegistryException>(
            () => provider.FindOrNullAsync("r.example", None).AsTask());

        Assert.Equal(RegistryFailure.Credentials, fault.Failure);
        Assert.Contains("docker-credential-all gave no answer in time", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_Credentials_ShowNoSecret()
    {
        Assert.Equal("user u", RegistryCredential.Of("u", "secret").ToString());
        Assert.Equal("identity token", RegistryCredential.OfIdentityToken("secret").ToString());
        Assert.Equal("registry token", RegistryCredential.OfRegistryToken("secret").ToString());
    }

    public void Dispose() => _folder.Dispose();

    private async Task<RegistryCredential?> FindAsync(string config, string host, string output = "{}", int exit = 0)
    {
        await File.WriteAllBytesAsync(ConfigFile, Encoding.UTF8.GetBytes(config));
        return await new DockerCredentials(ConfigFile, Helper(output, exit)).FindOrNullAsync(host, None);
    }

    private CredentialProgram Helper(string output, int exit = 0) => (program, argument, input, _) =>
    {
        _calls.Add($"{program} {argument} {input}");
        return Task.FromResult((exit, output));
    };
}
