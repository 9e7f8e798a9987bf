using System.Text;
using System.Text.Json;
using Migrator.Cli.Tests.Registries;
using Migrator.StandIn;
using Migrator.StandIn.Http;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Clouds;

/// <summary>Logins, and clouds that do not let in or do not answer.</summary>
public sealed class CloudAccessTests
{
    [Theory]
    [InlineData("status")]
    [InlineData("rollback", "petstore")]
    [InlineData("login", "--status")]
    public async Task AnyCommand_WithoutALogin_ExitsWith4(params string[] command)
    {
        await using var cloud = await CloudCli.StartAsync();

        var run = await cloud.RunAsync([.. command, "--environment", "elsewhere", "-o", "json"]);
        var text = await cloud.RunAsync([.. command, "--environment", "elsewhere"]);

        Assert.Equal((ExitCode.Credentials, ExitCode.Credentials), (run.ExitCode, text.ExitCode));
        Assert.Contains("BM5007", run.Output, StringComparison.Ordinal);
        Assert.Contains("bindle2oci login", text.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploy_LoginThatIsWithdrawn_ExitsWith4WithoutAWrite()
    {
        await using var cloud = await CloudCli.StartAsync(change: options => options with { Refreshes = false });
        cloud.StandIn.ExpireTokens();

        var run = await cloud.DeployAsync(CloudCli.Petstore);

        Assert.True(run.ExitCode == ExitCode.Credentials, run.Error);
        Assert.Empty(cloud.StandIn.Requests.Writes);
    }

    [Fact]
    public async Task Deploy_LoginOfAPlatformOfOnesOwn_IsRefused()
    {
        await using var cloud = await CloudCli.StartAsync();
        await File.WriteAllTextAsync(
            Path.Combine(cloud.Settings, "fermyon", "hippo.json"),
            """{"url":"http://127.0.0.1:5309/","token":"opensesame","bindle_url":"http://127.0.0.1:8080/v1"}""");

        var run = await cloud.DeployAsync(CloudCli.Petstore, "--environment", "hippo");

        Assert.Equal(ExitCode.Credentials, run.ExitCode);
        Assert.Contains("runs bindles", run.Error, StringComparison.Ordinal);
        CloudCli.RequireNoSecret(run, "opensesame");
    }

    [Fact]
    public async Task Deploy_LoginOfAnotherCloud_IsRefused()
    {
        await using var cloud = await CloudCli.StartAsync();

        var run = await cloud.DeployAsync(CloudCli.Petstore, "--cloud-url", "https://other.example.com");

        Assert.Equal(ExitCode.Credentials, run.ExitCode);
        Assert.Empty(cloud.StandIn.Requests.All);
    }

    [Theory]
    [InlineData("--cloud-url")]
    [InlineData("CLOUD_URL")]
    public async Task Login_OverHttpToAnotherMachine_IsAWrongCommandLine(string where)
    {
        await using var cloud = await CloudCli.StartAsync();
        const string Address = "http://cloud.example.com";

        var run = await cloud.RunAsync(
            context => context with { Variable = name => name == where ? Address : null },
            ["login", .. where == "CLOUD_URL" ? [] : (string[])[where, Address]]);

        Assert.True(run.ExitCode == ExitCode.Usage, run.Error);
        Assert.Contains("http:// would show the token", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_LoginOverHttpToAnotherMachine_SendsNothing()
    {
        await using var cloud = await CloudCli.StartAsync();
        await File.WriteAllTextAsync(
            Path.Combine(cloud.Settings, "fermyon", "clear.json"),
            """{"url":"http://cloud.example.com/","token":"opensesame"}""");

        var run = await cloud.RunAsync("status", "--environment", "clear");

        Assert.Equal(ExitCode.Credentials, run.ExitCode);
        Assert.Contains("could read its token", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logout_WhereNobodyEverLoggedIn_IsDone()
    {
        await using var cloud = await CloudCli.StartAsync();

        var run = await cloud.RunAsync(
            context => context with { SettingsFolder = Path.Combine(cloud.Settings, "nothing", "here") }, "logout");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
    }

    [Theory]
    [InlineData("GET /api/apps", 503)]
    [InlineData("GET /api/apps", 429)]
    [InlineData("POST /api/revisions", 503)]
    [CloudTest(CloudLine.Retry)]
    public async Task Deploy_CloudInTrouble_ExitsWith5AndCanBeRunAgain(string operation, int status)
    {
        await using var cloud = await CloudCli.StartAsync();
        cloud.StandIn.Faults.On(operation, StandInFault.Status(status), count: 100);

        var troubled = await cloud.DeployAsync(CloudCli.Petstore);
        cloud.StandIn.Faults.Clear();
        var again = await cloud.DeployAsync(CloudCli.Petstore);

        Assert.True(troubled.ExitCode == ExitCode.Temporary, troubled.Error);
        Assert.Contains("BM5006", troubled.Error, StringComparison.Ordinal);
        Assert.Contains("\nwaiting ", "\n" + troubled.Error, StringComparison.Ordinal);
        Assert.True(again.ExitCode == ExitCode.Done, again.Error);
        Assert.Single(cloud.StandIn.State.Revisions);
    }

    [Fact]
    public async Task Login_ByCode_IsGoodAndIsForgottenAgain()
    {
        await using var cloud = await CloudCli.StartAsync();
        string[] where = ["--cloud-url", cloud.StandIn.Address.AbsoluteUri, "--environment", "new"];

        var login = await cloud.RunAsync(context => context with { Clock = new HurryingClock() }, ["login", .. where]);
        var status = await cloud.RunAsync("status", "--environment", "new");
        var told = await cloud.RunAsync("login", "--status", "--environment", "new", "-o", "json");
        var logout = await cloud.RunAsync("logout", "--environment", "new");
        var again = await cloud.RunAsync("logout", "--environment", "new", "-o", "json");

        Assert.True(login.ExitCode == ExitCode.Done, login.Error);
        Assert.Contains("Enter the code", login.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, status.ExitCode);
        Assert.Contains("tokenFingerprint", told.Output, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Done, ExitCode.Done), (logout.ExitCode, again.ExitCode));
        Assert.Contains("already-there", again.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(cloud.Settings, "fermyon", "new.json")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Login_ByAPersonalToken_IsTriedFirst(bool isPiped)
    {
        await using var cloud = await CloudCli.StartAsync();
        var token = cloud.StandIn.NewPersonalToken();
        Task<CliRun> LoginAsync(string secret) => cloud.RunAsync(
            context => isPiped
                ? context with { OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(secret + "\n")) }
                : context with { Variable = name => name == "SPIN_AUTH_TOKEN" ? secret : null },
            ["login", "--cloud-url", cloud.StandIn.Address.AbsoluteUri, .. isPiped ? ["--token-stdin"] : (string[])[]]);

        var refused = await LoginAsync("not-" + token);
        var login = await LoginAsync(token);
        var deployed = await cloud.DeployAsync(CloudCli.Petstore);

        Assert.Equal((ExitCode.Credentials, ExitCode.Done), (refused.ExitCode, login.ExitCode));
        Assert.True(deployed.ExitCode == ExitCode.Done, deployed.Error);
        Assert.All([refused, login, deployed], run => CloudCli.RequireNoSecret(run, token));
    }

    [Fact]
    public async Task Status_Json_IsOneEntryAnApp()
    {
        await using var cloud = await CloudCli.StartAsync(change: options => options with { Quotas = Quotas.None });
        cloud.StandIn.Seeds.LegacyApp("old");
        cloud.StandIn.Seeds.HalfCreatedApp("half");
        cloud.StandIn.Seeds.ManyApps();

        var all = await cloud.RunAsync("status", "-o", "json");
        var none = await cloud.RunAsync("status", "nothing");

        using var json = JsonDocument.Parse(all.Output);
        var verdicts = json.RootElement.GetProperty("apps").EnumerateArray()
            .ToLookup(app => app.GetProperty("verdict").GetString());
        Assert.Single(verdicts["legacy"]);
        Assert.Single(verdicts["half-created"]);
        Assert.Equal(51, verdicts["oci"].Count());
        Assert.Equal(ExitCode.Source, none.ExitCode);
        Assert.Empty(cloud.StandIn.Requests.Writes);
    }
}
