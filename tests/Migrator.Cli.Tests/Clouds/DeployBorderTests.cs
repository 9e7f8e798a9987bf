using System.Text.Json;
using System.Text.Json.Nodes;
using Migrator.Cli.Tests.EndToEnd;
using Migrator.Cloud.Deployment;
using Migrator.StandIn;
using Migrator.StandIn.Edge;
using Migrator.StandIn.Http;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.Clouds;

/// <summary>Deploys at the borders: a full account, servers that repeat secrets, apps stored alike.</summary>
public sealed class DeployBorderTests : PetstoreOnAServer
{
    [Fact]
    public async Task Deploy_OutOfABindleServer_IsReady()
    {
        await using var server = await StartAsync();
        await using var cloud = await CloudCli.StartAsync();

        var run = await cloud.DeployAsync(Id, "--bindle-server", server.Url);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Equal("oci://petstore", Assert.Single(cloud.StandIn.State.Apps).StorageId);
    }

    [Fact]
    public async Task Deploy_ToAnAccountThatIsFull_WritesNothing()
    {
        await using var cloud = await CloudCli.StartAsync(change: options => options with { Quotas = Quotas.None });
        cloud.StandIn.Seeds.ManyApps(100);

        var run = await cloud.DeployAsync(CloudCli.Petstore);

        Assert.Equal(ExitCode.Target, run.ExitCode);
        Assert.Contains("The account has 100 apps", run.Error, StringComparison.Ordinal);
        Assert.Empty(cloud.StandIn.Requests.Writes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deploy_TheSixthAppOfAStarterPlan_SaysSoAndGoesOnWhenThereIsRoom(bool leavesAppBehind)
    {
        await using var cloud = await CloudCli.StartAsync(change: options => options with
        {
            Quotas = Quotas.Starter with { LeavesAppBehind = leavesAppBehind },
        });
        cloud.StandIn.Seeds.ManyApps(5);

        var full = await cloud.DeployAsync(CloudCli.Petstore);

        Assert.Contains("the starter plan allows 5", full.Error, StringComparison.Ordinal);
        Assert.Equal(leavesAppBehind ? ExitCode.Done : ExitCode.Temporary, full.ExitCode);
        Assert.Equal(leavesAppBehind ? 6 : 5, cloud.StandIn.State.Apps.Length);
        Assert.True(
            leavesAppBehind || full.Error.Contains("all the apps it may have", StringComparison.Ordinal), full.Error);
    }

    [Theory]
    [InlineData("GET /api/apps")]
    [InlineData("POST /api/revisions")]
    [CloudTest(CloudLine.Redaction)]
    public async Task Deploy_ServerThatRepeatsTheToken_IsNotQuoted(string operation)
    {
        await using var cloud = await CloudCli.StartAsync();
        var token = cloud.StandIn.Login.Token;
        cloud.StandIn.Faults.On(
            operation, StandInFault.Body(400, $$"""{"detail":"no such token {{token}} here"}"""), count: 9);

        var text = await cloud.DeployAsync(CloudCli.Petstore, "--verbose");
        var json = await cloud.DeployAsync(CloudCli.Petstore, "-o", "json", "--verbose");

        Assert.Equal((ExitCode.Target, ExitCode.Target), (text.ExitCode, json.ExitCode));
        Assert.Contains("no such token", text.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token", "name", false)]
    [InlineData("token", "name", true)]
    [InlineData("token", "storageId", false)]
    [InlineData("token", "description", true)]
    [InlineData("refresh_token", "name", false)]
    [CloudTest(CloudLine.Redaction)]
    public async Task Status_ServerThatPutsATokenIntoItsAnswer_IsNotRead(string kind, string member, bool isEscaped)
    {
        await using var cloud = await CloudCli.StartAsync();
        var file = Path.Combine(cloud.Settings, "fermyon", "config.json");
        var secret = (string)JsonNode.Parse(File.ReadAllText(file))![kind]!;
        var token = string.Concat(secret.Select(letter => isEscaped ? $"\\u{(int)letter:x4}" : $"{letter}"));
        var others = string.Concat(
            ((string[])["name", "storageId"]).Where(other => other != member).Select(other => $"\"{other}\":\"a\","));
        cloud.StandIn.Faults.On(
            "GET /api/apps",
            StandInFault.Body(
                200,
                $$"""
                {"items":[{"id":"{{Guid.NewGuid()}}",{{others}}"{{member}}":"{{token}}","channels":[]}],
                "totalItems":1,"pageIndex":0,"pageSize":50,"isLastPage":true}
                """),
            count: 99);

        var table = await cloud.RunAsync("status");
        var json = await cloud.RunAsync("status", "-o", "json");
        var deploy = await cloud.DeployAsync(CloudCli.Petstore, "--verbose");
        var back = await cloud.RunAsync("rollback", "petstore");

        Assert.All([table, json, deploy, back], run => Assert.Equal(ExitCode.Target, run.ExitCode));
        Assert.Contains("the login's own token", table.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RequestKind.UploadPost)]
    [InlineData(RequestKind.ManifestPut)]
    [CloudTest(CloudLine.Redaction)]
    public async Task Deploy_RegistryThatRepeatsTheToken_IsNotQuoted(RequestKind kind)
    {
        await using var cloud = await CloudCli.StartAsync();
        var message = $"no such token {cloud.StandIn.Login.Token} here";
        cloud.StandIn.Registry.Faults.OnEvery(kind, Fault.Status(400, "UNSUPPORTED", message));

        var run = await cloud.DeployAsync(CloudCli.Petstore, "--verbose");

        Assert.NotEqual(ExitCode.Done, run.ExitCode);
        Assert.Contains("no such token", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    [CloudTest(CloudLine.NameSplit)]
    public async Task Deploy_ToTheBindleOfANameThatIsSplitInTwo_IsRefusedWithoutAWrite(CloudEra era)
    {
        await using var cloud = await CloudCli.StartAsync(era);
        var legacy = cloud.StandIn.Seeds.LegacyApp("Petstore");
        cloud.StandIn.Seeds.OciApp("petstore");

        var run = await cloud.DeployAsync(CloudCli.Petstore, "--app-id", legacy.Id.ToString());

        Assert.Equal(ExitCode.Target, run.ExitCode);
        Assert.Contains("would change petstore", run.Error, StringComparison.Ordinal);
        Assert.Empty(cloud.StandIn.Requests.Writes);
    }

    [Fact]
    public async Task Deploy_AmidAFailoverThatDoesNotEnd_IsRefusedWithoutAWrite()
    {
        await using var cloud = await CloudCli.StartAsync(
            change: options => options with { Failover = FailoverScript.Parse("0:50/50") });
        cloud.StandIn.Seeds.OciApp("petstore");
        var first = await cloud.DeployAsync(CloudCli.Petstore);
        cloud.StandIn.Requests.Clear();

        var second = await cloud.RunAsync(
            context => context with { DeployPace = pace => WithLongBaseline(context.DeployPace(pace)) },
            cloud.PetstoreArguments());

        Assert.Equal((ExitCode.NotReady, ExitCode.Gate), (first.ExitCode, second.ExitCode));
        Assert.Contains("old and new still answer side by side", first.Error, StringComparison.Ordinal);
        Assert.Contains("in the midst of a failover", second.Error, StringComparison.Ordinal);
        Assert.Empty(cloud.StandIn.Requests.Writes);
    }

    [Fact]
    public async Task Deploy_ToAnAppOfAnotherName_NamesItInTheReport()
    {
        await using var cloud = await CloudCli.StartAsync();
        var shop = cloud.StandIn.Seeds.OciApp("shop");

        var run = await cloud.DeployAsync(CloudCli.Petstore, "--app-id", shop.Id.ToString(), "-o", "json");

        Assert.True(run.ExitCode == ExitCode.Done, run.Output);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal("shop", json.RootElement.GetProperty("app").GetProperty("name").GetString());
        Assert.Equal($"{cloud.Registry}/shop", json.RootElement.GetProperty("target").GetString());
        Assert.Single(cloud.StandIn.State.Apps);
    }

    // So many looks meet both, old and new.
    private static DeployerOptions WithLongBaseline(DeployerOptions options) =>
        options with { Health = options.Health with { BaselineSamples = 20 } };
}
