using Migrator.Testing.BindleServer;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>A login is shown to the server that it is for, and to no other.</summary>
public sealed class LoginHomeTests : PetstoreOnAServer
{
    private const string Elsewhere = "http://127.0.0.1:9/v1";
    private static readonly (string, string)[] OfUser = [("BINDLE_USERNAME", "admin"), ("BINDLE_PASSWORD", Password)];

    public static TheoryData<string> Logins => ["password", "token"];

    [Theory]
    [MemberData(nameof(Logins))]
    public async Task Inspect_LoginOfTheEnvironmentForAnotherServer_IsNotShown(string kind)
    {
        await using var server = await StartAsync();
        var variables = Variables([("BINDLE_URL", Elsewhere), .. LoginOf(kind)]);

        var run = await CliRun.WithVariablesAsync(variables, "inspect", Id, "--bindle-server", server.Url);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.NotEmpty(server.Requests);
        Assert.All(server.Requests, request => Assert.Empty(request.Authorization ?? ""));
        Assert.Contains("is for http://127.0.0.1:9;", run.Error, StringComparison.Ordinal);
        AssertNoSecret(run, Password);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Inspect_LoginOfTheEnvironmentForThisServer_IsShown(bool isAddressInTheEnvironment)
    {
        await using var server = await StartAsync();
        var origin = new Uri(server.Url).GetLeftPart(UriPartial.Authority);
        var address = ("BINDLE_URL", isAddressInTheEnvironment ? origin : "");

        var run = await CliRun.WithVariablesAsync(
            Variables([address, .. OfUser]), "inspect", Id, "--bindle-server", server.Url);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.All(server.Requests, request =>
            Assert.StartsWith("Basic ", request.Authorization, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Inspect_LoginOfOptions_IsForTheServerOfOptions()
    {
        await using var server = await StartAsync();

        var run = await CliRun.WithVariablesAsync(
            Variables(("BINDLE_URL", Elsewhere)),
            "inspect", Id, "--bindle-server", server.Url, "--bindle-username", "admin", "--bindle-password", Password);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.All(server.Requests, request =>
            Assert.StartsWith("Basic ", request.Authorization, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Inspect_UserOfOptionsAndPasswordForAnotherServer_IsHalfALogin()
    {
        var run = await CliRun.WithVariablesAsync(
            Variables(("BINDLE_URL", Elsewhere), ("BINDLE_PASSWORD", Password)),
            "inspect", "bindle:a/1.0.0", "--bindle-server", "http://127.0.0.1:10/v1", "--bindle-username", "admin");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        AssertNoSecret(run, Password);
    }

    [Theory]
    [InlineData("password", false)]
    [InlineData("token", false)]
    [InlineData("password", true)]
    public async Task Plan_SeveralServersAndNobodySaysWhichTheLoginIsFor_IsRefused(string kind, bool isOfOptions)
    {
        await using var server = await StartAsync();
        await using var other = await StartOtherAsync();
        await WriteBatchAsync(server.Url, other.Url);
        string[] options = isOfOptions ? ["--bindle-username", "admin", "--bindle-password", Password] : [];

        var run = await CliRun.WithVariablesAsync(
            Variables(isOfOptions ? [] : LoginOf(kind)), ["batch", "plan", Temp.Combine("batch.toml"), .. options]);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("Name the one that it is for: --bindle-server", run.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.Empty(other.Requests);
        AssertNoSecret(run, Password);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PlanAndRun_SeveralServers_ShowTheLoginToItsOwnAlone(bool isOfOptions)
    {
        await using var server = await StartAsync();
        await using var other = await StartOtherAsync();
        await WriteBatchAsync(server.Url, other.Url);
        var variables = Variables(isOfOptions ? OfUser : [("BINDLE_URL", server.Url), .. OfUser]);
        string[] options = isOfOptions ? ["--bindle-server", server.Url] : [];

        var plan = await CliRun.WithVariablesAsync(
            variables, ["batch", "plan", Temp.Combine("batch.toml"), .. options]);
        var run = await CliRun.WithVariablesAsync(variables, ["batch", "run", Temp.Combine("batch.db"), .. options]);

        Assert.True(plan.ExitCode == ExitCode.Done, plan.Error);
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.All(server.Requests, request =>
            Assert.StartsWith("Basic ", request.Authorization, StringComparison.Ordinal));
        Assert.NotEmpty(other.Requests);
        Assert.All(other.Requests, request => Assert.Empty(request.Authorization ?? ""));
        Assert.Single(plan.Error.Split('\n'), line => line.StartsWith("note: the login", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{\"token\": ", "is passed over. The Fermyon configuration is not JSON")]
    [InlineData("{\"bindle_url\": \"nowhere\"}", "The login for its bindle_url is left out.")]
    [InlineData(null, "is passed over. The file")]
    public async Task Inspect_LoginOfFermyonIsUnfit_IsPassedOverWithANote(string? file, string expected)
    {
        await using var server = await StartAsync();

        var run = await WithFermyonAsync(file ?? new string('x', (1 << 20) + 1), server);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.All(server.Requests, request => Assert.Empty(request.Authorization ?? ""));
    }

    [Fact]
    public async Task Inspect_OneLoginOfFermyonIsUnfit_TheOtherIsShown()
    {
        await using var server = await StartAsync();

        var run = await WithFermyonAsync(
            $$"""{"url": "{{server.Url}}", "token": "tok", "bindle_url": "nowhere"}""", server);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.All(server.Requests, request => Assert.Equal("Bearer tok", request.Authorization));
    }

    private Task<CliRun> WithFermyonAsync(string file, BindleTestServer server)
    {
        Directory.CreateDirectory(Temp.Combine("fermyon"));
        File.WriteAllText(Temp.Combine("fermyon", "config.json"), file);
        return CliRun.OfAsync(
            context => context with { SettingsFolder = Temp.Path },
            CancellationToken.None,
            "inspect", Id, "--bindle-server", server.Url);
    }

    // A server of another origin, for its port is another; it lists nothing.
    private Task<BindleTestServer> StartOtherAsync() =>
        BindleTestServer.StartAsync(new BindleServerSettings { Folder = Temp.Combine("other") });

    private (string, string)[] LoginOf(string kind)
    {
        File.WriteAllText(Temp.Combine("token"), Password.Replace(' ', '-'));
        return kind == "password" ? OfUser : [("BINDLE_TOKEN_FILE", Temp.Combine("token"))];
    }

    private Task WriteBatchAsync(params string[] servers) => File.WriteAllTextAsync(
        Temp.Combine("batch.toml"),
        $"""
        version = 1
        {string.Concat(servers.Select(server => $"[[source]]\nserver = \"{server}\"\n"))}
        [target]
        template = "oci:{Temp.Path}/layout-{"{name}:{tag}"}"
        """);
}
