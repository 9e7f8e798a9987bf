using System.Text;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.Registries;

/// <summary>Logins and certificates, against Debian's registry.</summary>
public sealed class RegistryAccessTests : IDisposable
{
    private const string User = RegistryProcessOptions.UserName;
    private const string Password = RegistryProcessOptions.UserPassword;
    private static readonly string Petstore = RepositoryRoot.Combine("testdata", "petstore");
    private readonly TempFolder _temp = new();

    [Fact]
    public async Task Migrate_RegistryWithPasswords_LetsInWhoHasOne()
    {
        await using var registry = await RegistryProcess.StartAsync(new RegistryProcessOptions { Password = true });
        string[] command = ["migrate", Petstore, $"{registry.Host}/app"];

        var nobody = await CliRun.OfAsync(command);
        var wrong = await WithPasswordAsync("not-this-one", command);
        var right = await WithPasswordAsync(Password + "\n", command);
        var read = await WithPasswordAsync(Password, "verify", Petstore, $"{registry.Host}/app");

        Assert.Equal((ExitCode.Credentials, ""), (nobody.ExitCode, nobody.Output));
        Assert.Equal((ExitCode.Credentials, ""), (wrong.ExitCode, wrong.Output));
        Assert.True(right.ExitCode == ExitCode.Done, right.Error);
        Assert.True(read.ExitCode == ExitCode.Done, read.Error);
        AssertNoSecret(wrong, "not-this-one");
        AssertNoSecret(right, Password);
    }

    [Fact]
    public async Task Migrate_RegistryWithTokens_GetsThem()
    {
        await using var tokens = await RegistryHost.StartAsync(
            new RegistryHostOptions { Tokens = new RegistryTokens() });
        await using var registry = await RegistryProcess.StartAsync(new RegistryProcessOptions { TokenHost = tokens });
        string[] command = ["migrate", Petstore, $"{registry.Host}/app", "--verbose"];

        var wrong = await WithPasswordAsync("not-this-one", command);
        var right = await WithPasswordAsync(Password, command);
        var restored = await WithPasswordAsync(
            Password, "restore", $"{registry.Host}/app:1.2.0_q0a1b2c3", _temp.Combine("back"));

        Assert.Equal(ExitCode.Credentials, wrong.ExitCode);
        Assert.True(right.ExitCode == ExitCode.Done, right.Error);
        Assert.True(restored.ExitCode == ExitCode.Done, restored.Error);
        Assert.Equal(TempFolder.Fingerprint(Petstore), TempFolder.Fingerprint(_temp.Combine("back")));
        Assert.All([wrong, right, restored], run => AssertNoSecret(run, Password, "not-this-one", "eyJ"));
    }

    [Theory]
    [InlineData("DOCKER_CONFIG")]
    [InlineData("home")]
    [InlineData("spin")]
    public async Task Migrate_LoginOfAnotherTool_IsTaken(string where)
    {
        await using var registry = await RegistryProcess.StartAsync(new RegistryProcessOptions { Password = true });
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));
        var docker = $"{{\"auths\":{{\"{registry.Host}\":{{\"auth\":\"{basic}\"}}}}}}";
        Func<CliContext, CliContext> change = where switch
        {
            "DOCKER_CONFIG" => context => context with
            {
                Variable = name => name == where ? FolderWith(docker, "config.json") : null,
            },
            "home" => context => context with { HomeFolder = FolderWith(docker, ".docker", "config.json") },
            _ => context => context with
            {
                SettingsFolder = FolderWith(
                    $"{{\"auths\":{{\"{registry.Host}\":\"{basic}\"}}}}", "fermyon", "registry-auth.json"),
            },
        };

        var run = await CliRun.OfAsync(change, CancellationToken.None, "migrate", Petstore, $"{registry.Host}/app");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        AssertNoSecret(run, Password, basic);
    }

    [Fact]
    public async Task Migrate_RegistryWithTls_IsTrustedByCaFileOrNotChecked()
    {
        using var authority = new PrivateAuthority();
        await using var registry = await RegistryProcess.StartAsync(
            new RegistryProcessOptions { Certificate = authority.IssueServer() });
        string[] command = ["migrate", Petstore, $"{registry.Host}/app"];
        using var other = new PrivateAuthority();

        var unknown = await CliRun.OfAsync([.. command, "--ca-file", other.CaFile]);
        var trusted = await CliRun.OfAsync([.. command, "--ca-file", authority.CaFile]);
        var passedOver = await CliRun.OfAsync([.. command, "--insecure", registry.Host]);
        var elsewhere = await CliRun.OfAsync([.. command, "--insecure", "other.example.com"]);
        var plain = await CliRun.OfAsync([.. command, "--retries", "0"]);

        Assert.Equal((ExitCode.Credentials, ""), (unknown.ExitCode, unknown.Output));
        Assert.Contains("--ca-file", unknown.Error, StringComparison.Ordinal);
        Assert.True(trusted.ExitCode == ExitCode.Done, trusted.Error);
        Assert.True(passedOver.ExitCode == ExitCode.Done, passedOver.Error);
        Assert.Equal(ExitCode.Credentials, elsewhere.ExitCode);
        Assert.Equal(ExitCode.Target, plain.ExitCode);
        Assert.Contains("if it speaks TLS, name its CA (--ca-file)", plain.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_RegistryThatAsksForACertificate_GetsIt()
    {
        using var authority = new PrivateAuthority();
        await using var registry = await RegistryProcess.StartAsync(new RegistryProcessOptions
        {
            Certificate = authority.IssueServer(),
            ClientAuthority = authority,
        });
        var (certificate, key) = authority.IssueClientFiles("mover");
        string[] command = ["migrate", Petstore, $"{registry.Host}/app", "--ca-file", authority.CaFile];

        var without = await CliRun.OfAsync([.. command, "--retries", "0"]);
        var with = await CliRun.OfAsync([.. command, "--client-cert", certificate, "--client-key", key]);

        Assert.NotEqual(ExitCode.Done, without.ExitCode);
        Assert.True(with.ExitCode == ExitCode.Done, with.Error);
    }

    [Fact]
    public async Task Migrate_TokensFromAnotherDomain_AreAskedForWhenItIsAllowed()
    {
        await using var tokens = await RegistryHost.StartAsync(
            new RegistryHostOptions { Tokens = new RegistryTokens() });
        await using var registry = await RegistryHost.StartAsync(new RegistryHostOptions
        {
            Tokens = tokens.Tokens,
            TokenRealm = $"http://{tokens.StorageHost}/token",
        });
        string[] command = ["migrate", Petstore, $"{registry.Host}/app"];

        var refused = await WithPasswordAsync(Password, command);
        var allowed = await WithPasswordAsync(Password, [.. command, "--token-host", tokens.StorageHost]);

        Assert.Equal(ExitCode.Credentials, refused.ExitCode);
        Assert.Contains($"--token-host {tokens.StorageHost} if", refused.Error, StringComparison.Ordinal);
        Assert.True(allowed.ExitCode == ExitCode.Done, allowed.Error);
        AssertNoSecret(refused, Password);
    }

    [Fact]
    public async Task Migrate_UploadsAtAnotherHost_GoThereWhenItIsAllowed()
    {
        await using var registry = await RegistryHost.StartAsync(
            new RegistryHostOptions { Personality = RegistryPersonalities.Gar });
        string[] command = ["migrate", Petstore, $"{registry.Host}/team/app/app"];

        var refused = await CliRun.OfAsync(command);
        var allowed = await CliRun.OfAsync([.. command, "--upload-host", registry.StorageHost]);

        Assert.Equal(ExitCode.Target, refused.ExitCode);
        Assert.Contains($"--upload-host {registry.StorageHost} if", refused.Error, StringComparison.Ordinal);
        Assert.True(allowed.ExitCode == ExitCode.Done, allowed.Error);
    }

    [Fact]
    public async Task Migrate_TlsWhereThereIsNone_PointsToPlainHttp()
    {
        await using var registry = await RegistryProcess.StartAsync();

        var run = await CliRun.OfAsync("migrate", Petstore, $"{registry.Host}/app", "--insecure", registry.Host);

        Assert.Equal(ExitCode.Credentials, run.ExitCode);
        Assert.Contains($"allow it with --plain-http {registry.Host}.", run.Error, StringComparison.Ordinal);
        foreach (var named in (string[])[registry.Host, registry.Host.Split(':')[0]])
        {
            var plain = await CliRun.OfAsync(
                "migrate", Petstore, $"{registry.Host}/app", "--insecure", registry.Host, "--plain-http", named);
            Assert.True(plain.ExitCode == ExitCode.Done, plain.Error);
        }
    }

    [Theory]
    [InlineData("secret", "--username mover", "go together")]
    [InlineData("secret", "--password-stdin", "go together")]
    [InlineData("secret", "--username mover:secret --password-stdin", "no ':' in it")]
    [InlineData("", "--username mover --password-stdin", "holds no password")]
    [InlineData("secret\nsecret", "--username mover --password-stdin", "several lines")]
    [InlineData("", "--username mover --password secret", "not taken on the command line")]
    [InlineData("", "--ca-file /nowhere/ca.pem", "/nowhere/ca.pem")]
    [InlineData("", "--client-key /nowhere/key.pem", "--client-cert")]
    [InlineData("", "--client-cert /nowhere/cert.pem", "/nowhere/cert.pem")]
    [InlineData("", "--insecure https://registry.example.com", "is not a host")]
    [InlineData("", "--insecure [1.2.3.4]", "is not a host")]
    [InlineData("", "--plain-http a/b", "is not a host")]
    [InlineData("", "--token-host https://auth.example.com", "is not a host")]
    [InlineData("", "--upload-host a/b", "is not a host")]
    [InlineData("", "--registry-profile quay", "is not a value of --registry-profile")]
    [InlineData("", "--concurrency 0", "1 to 64")]
    [InlineData("", "--rps none", "is not a rate")]
    [InlineData("", "--bwlimit 8MB", "is not a size")]
    [InlineData("", "--retries -1", "0 to 99")]
    [InlineData("", "--retry-max-wait 5d", "is not a time")]
    [InlineData("", "--on-conflict ask", "expected fail, skip, overwrite")]
    public async Task Migrate_WrongOptions_AreAMistakeOfUse(string input, string options, string says)
    {
        var run = await WithInputAsync(input, ["migrate", Petstore, "localhost:1/app", .. options.Split(' ')]);

        Assert.True(run.ExitCode == ExitCode.Usage, run.Error);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        AssertNoSecret(run, "secret");
    }

    [Theory]
    [InlineData("migrate SOURCE HOST/a")]
    [InlineData("inspect HOST/a:1")]
    [InlineData("verify SOURCE HOST/a:1")]
    [InlineData("restore HOST/a:1 out")]
    public async Task AnyCommand_AddressThatIsNone_IsAMistakeOfUse(string command)
    {
        foreach (var host in (string[])["[1.2.3.4]", "[:::]", "[::1]:65536"])
        {
            var run = await CliRun.OfAsync(
                [.. command.Split(' ').Select(word => word.Replace("SOURCE", Petstore, StringComparison.Ordinal)
                    .Replace("HOST", host, StringComparison.Ordinal))]);

            Assert.True(run.ExitCode == ExitCode.Usage, run.Error);
            Assert.Contains($"'{host}' is no registry host", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Migrate_PasswordFromATerminal_IsAMistakeOfUse()
    {
        var run = await CliRun.OfAsync(
            context => context with { IsInputTerminal = true },
            CancellationToken.None,
            "migrate", Petstore, "localhost:1/app", "--username", User, "--password-stdin");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("terminal", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("migrate", "localhost:1/app@sha256:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("migrate", "localhost:1/App")]
    [InlineData("migrate", "https://localhost:1/app")]
    [InlineData("verify", "localhost:1/app:-x")]
    [InlineData("verify", "localhost:1/app@sha256:12")]
    public async Task Run_MalformedReference_IsAMistakeOfUse(string command, string reference)
    {
        var run = await CliRun.OfAsync(command, Petstore, reference);

        Assert.True(run.ExitCode == ExitCode.Usage, run.Error);
    }

    [Fact]
    public async Task Migrate_LoginForALayout_IsAMistakeOfUse()
    {
        var run = await WithPasswordAsync(Password, "migrate", Petstore, $"oci:{_temp.Combine("layout")}");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("names none", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    private static void AssertNoSecret(CliRun run, params string[] secrets)
    {
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(secret, run.Output + run.Error, StringComparison.Ordinal);
        }
    }

    private static Task<CliRun> WithPasswordAsync(string password, params string[] command) =>
        WithInputAsync(password, [.. command, "--username", User, "--password-stdin"]);

    private static Task<CliRun> WithInputAsync(string input, params string[] command) => CliRun.OfAsync(
        context => context with { OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(input)) },
        CancellationToken.None,
        command);

    private string FolderWith(string content, params string[] path)
    {
        var file = _temp.Combine(["login", .. path]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        return _temp.Combine("login");
    }
}
