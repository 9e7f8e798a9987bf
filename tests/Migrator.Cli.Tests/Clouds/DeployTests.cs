using System.Globalization;
using System.Text.Json;
using Migrator.StandIn;
using Migrator.StandIn.Edge;
using Migrator.StandIn.Http;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Clouds;

/// <summary><c>migrate --deploy</c>, end to end (spec/cloud-deploy.md 8.5).</summary>
public sealed class DeployTests
{
    [Theory]
    [InlineData(CloudEra.C37, "spin1")]
    [InlineData(CloudEra.Head, "spin2")]
    [CloudTest(CloudLine.Create)]
    public async Task Deploy_NewApp_IsCreatedAndReady(CloudEra era, string profile)
    {
        await using var cloud = await CloudCli.StartAsync(era);

        var run = await cloud.DeployAsync(CloudCli.Petstore, "--output", "json", "--variable", "colour=red");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error + run.Output);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(profile, json.RootElement.GetProperty("profile").GetString());
        Assert.Equal("create", json.RootElement.GetProperty("plan").GetProperty("action").GetString());
        Assert.Equal("oci://petstore", Assert.Single(cloud.StandIn.State.Apps).StorageId);
        Assert.Single(cloud.StandIn.State.Revisions);
        Assert.Empty(cloud.StandIn.Registry.IncompleteTags());
        Assert.Equal("", cloud.StandIn.Conformance.ToString());
    }

    [Theory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    [CloudTest(CloudLine.UpgradeLegacy, CloudLine.RefusedDowngrade)]
    public async Task Deploy_OverTheLegacyApp_BecomesOciAndTheWayBackIsRefused(CloudEra era)
    {
        await using var cloud = await CloudCli.StartAsync(era);
        cloud.StandIn.Seeds.LegacyAppOf(CloudCli.Petstore);
        var before = await cloud.RunAsync("status");

        var run = await cloud.DeployAsync(CloudCli.Petstore);
        var after = await cloud.RunAsync("status", "petstore");
        cloud.StandIn.Requests.Clear();
        var back = await cloud.RunAsync("rollback", "petstore", "--revision", "1.2.0+q0a1b2c3");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Contains("legacy", before.Output, StringComparison.Ordinal);
        Assert.Contains("oci://petstore", after.Output, StringComparison.Ordinal);
        Assert.Contains("oci sha256:", after.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Gate, back.ExitCode);
        Assert.Contains("BM5001", back.Error, StringComparison.Ordinal);
        Assert.Empty(cloud.StandIn.Requests.Writes);
    }

    [Fact]
    [CloudTest(CloudLine.BadRollback)]
    public async Task Rollback_ToABindleOfAReleaseCandidate_IsRefusedWithoutAWrite()
    {
        await using var cloud = await CloudCli.StartAsync();
        cloud.StandIn.Seeds.LegacyApp("petstore", "1.2.0-rc2024", buildInfo: null);
        var upgrade = await cloud.DeployAsync(CloudCli.Petstore);
        cloud.StandIn.Requests.Clear();

        var back = await cloud.RunAsync("rollback", "petstore", "--revision", "1.2.0-rc2024");
        var anywhere = await cloud.RunAsync("rollback", "petstore");

        Assert.True(upgrade.ExitCode == ExitCode.Done, upgrade.Error);
        Assert.True(back.ExitCode == ExitCode.Gate, back.Error);
        Assert.Contains("knows no artifact of that tag", back.Error, StringComparison.Ordinal);
        Assert.True(anywhere.ExitCode == ExitCode.Target, anywhere.Error);
        Assert.Empty(cloud.StandIn.Requests.Writes);
    }

    [Fact]
    [CloudTest(CloudLine.IdenticalDigest)]
    public async Task Deploy_Again_WritesNothing()
    {
        await using var cloud = await CloudCli.StartAsync();
        var first = await cloud.DeployAsync(CloudCli.Petstore);
        cloud.StandIn.Requests.Clear();

        var second = await cloud.DeployBareAsync(CloudCli.Petstore);

        Assert.Equal((ExitCode.Done, ExitCode.Done), (first.ExitCode, second.ExitCode));
        Assert.Equal(first.Output, second.Output);
        Assert.Contains("nothing to do", second.Error, StringComparison.Ordinal);
        Assert.Empty(cloud.StandIn.Requests.Writes);
    }

    [Theory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    [CloudTest(CloudLine.UpgradeOci)]
    public async Task Deploy_OverOci_IsAnUpgradeAndThereIsAWayBack(CloudEra era)
    {
        await using var cloud = await CloudCli.StartAsync(era);
        await cloud.DeployAsync(CloudCli.Petstore);
        var first = await cloud.RunAsync("status", "petstore");

        var upgraded = await cloud.DeployAsync(cloud.PetstoreOf("1.3.0"), "--require-rollback");
        var second = await cloud.RunAsync("status", "petstore");
        var back = await cloud.RunAsync("rollback", "petstore");
        var third = await cloud.RunAsync("status", "petstore");
        cloud.StandIn.Requests.Clear();
        var again = await cloud.RunAsync("rollback", "petstore");
        var named = await cloud.RunAsync("rollback", "petstore", "--revision", back.Output.Trim());

        Assert.True(upgraded.ExitCode == ExitCode.Done, upgraded.Error);
        Assert.True(back.ExitCode == ExitCode.Done, back.Error);
        Assert.StartsWith("1.2.0-r", back.Output, StringComparison.Ordinal);
        Assert.NotEqual(first.Output, second.Output);
        Assert.Equal(first.Output, third.Output);
        Assert.Single(cloud.StandIn.State.Apps);
        Assert.Equal((ExitCode.Target, ExitCode.Done), (again.ExitCode, named.ExitCode));
        Assert.Contains("is newer than what is live", again.Error, StringComparison.Ordinal);
        Assert.Equal(back.Output, named.Output);
        Assert.Empty(cloud.StandIn.Requests.Writes);
    }

    [Theory]
    [InlineData("keep", "not-ready", "1.3.0-r")]
    [InlineData("rollback", "rolled-back", "1.2.0-r")]
    public async Task Deploy_NotReady_ExitsWith11AndEndsAsAsked(string onFailure, string status, string live)
    {
        await using var cloud = await CloudCli.StartAsync();
        await cloud.DeployAsync(CloudCli.Petstore);

        var run = await cloud.DeployAsync(
            cloud.PetstoreOf("1.3.0"), "--smoke", "/nothing=299", "--on-failure", onFailure, "-o", "json");
        var after = await cloud.RunAsync("status", "petstore");

        Assert.Equal(ExitCode.NotReady, run.ExitCode);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(status, json.RootElement.GetProperty("status").GetString());
        Assert.Equal("smoke-failed", json.RootElement.GetProperty("health").GetProperty("verdict").GetString());
        Assert.Contains(live, after.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploy_ThatNeverAnswers_ExitsWith11AndShowsTheFailover()
    {
        await using var cloud = await CloudCli.StartAsync(
            change: options => options with { Failover = FailoverScript.Parse("0:100/0") });
        cloud.StandIn.Seeds.LegacyAppOf(CloudCli.Petstore);

        var run = await cloud.DeployAsync(CloudCli.Petstore);

        Assert.Equal(ExitCode.NotReady, run.ExitCode);
        Assert.Contains("second    new    old  error", run.Error, StringComparison.Ordinal);
        Assert.Contains("never new", run.Error, StringComparison.Ordinal);
        Assert.Contains("BM5008", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    [CloudTest(CloudLine.ParkingPage)]
    public async Task Deploy_ToAParkingPage_IsNotReady()
    {
        await using var cloud = await CloudCli.StartAsync();
        cloud.StandIn.Faults.On(Area.Edge, StandInFault.Html(200), count: int.MaxValue);

        var run = await cloud.DeployAsync(CloudCli.Petstore);

        Assert.Equal(ExitCode.NotReady, run.ExitCode);
        Assert.Contains("never new", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ping?a=abc", 200)]
    [InlineData("/ping?id=1=200", 200)]
    [InlineData("{0}other=404", 404)]
    [InlineData("{0}?x=y", 200)]
    public async Task Deploy_SmokeUrl_IsAskedWithoutATokenAndShownWithItsHost(string smoke, int status)
    {
        await using var cloud = await CloudCli.StartAsync();
        var other = cloud.StandIn.Seeds.OciApp("other").Site!;
        cloud.StandIn.Faults.When(
            request => request.Area == Area.Edge && request.Path == "/other", StandInFault.Status(404), count: 99);
        var url = string.Format(CultureInfo.InvariantCulture, smoke, other.Address);

        var run = await cloud.DeployAsync(CloudCli.Petstore, "--smoke", url);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        var site = smoke.StartsWith('/') ? cloud.StandIn.State.App("petstore")!.Site! : other;
        Assert.Contains($"http://{site.Domain}/", run.Error, StringComparison.Ordinal);
        Assert.Contains($": {status}\n", run.Error, StringComparison.Ordinal);
        Assert.All(cloud.StandIn.Requests.Of(Area.Edge), request => Assert.Null(request.AuthorizationScheme));
    }

    [Fact]
    public async Task Deploy_OverAnAppThatWentBackToABindle_IsRefusedWithoutAWrite()
    {
        await using var cloud = await CloudCli.StartAsync();
        var legacy = cloud.StandIn.Seeds.LegacyAppOf(CloudCli.Petstore);
        await cloud.DeployAsync(CloudCli.Petstore);
        await PatchBackAsync(cloud, legacy.Id);
        cloud.StandIn.Requests.Clear();

        var run = await cloud.DeployAsync(cloud.PetstoreOf("1.3.0"));

        Assert.True(run.ExitCode == ExitCode.Gate, run.Error);
        Assert.Contains("BM5001", run.Error, StringComparison.Ordinal);
        Assert.Contains(
            $"bindle2oci rollback petstore --app-id {legacy.Id} --revision NUMBER",
            run.Error,
            StringComparison.Ordinal);
        Assert.Empty(cloud.StandIn.Requests.Writes);
    }

    [Fact]
    [CloudTest(CloudLine.NameSplit)]
    public async Task Deploy_ByAName_ThatIsSplit_IsRefusedUntilTheAppIsNamed()
    {
        await using var cloud = await CloudCli.StartAsync();
        var legacy = cloud.StandIn.Seeds.LegacyApp("Petstore");

        var refused = await cloud.DeployAsync(CloudCli.Petstore);
        var writes = cloud.StandIn.Requests.Writes;
        var named = await cloud.DeployAsync(CloudCli.Petstore, "--app-id", legacy.Id.ToString());

        Assert.Equal(ExitCode.Gate, refused.ExitCode);
        Assert.Contains(legacy.Id.ToString(), refused.Error, StringComparison.Ordinal);
        Assert.Empty(writes);
        Assert.True(named.ExitCode == ExitCode.Done, named.Error);
        Assert.Single(cloud.StandIn.State.Apps);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Deploy_TokenThatEndsDuringThePush_GoesOnWithANewOne(int nth)
    {
        await using var cloud = await CloudCli.StartAsync();
        cloud.StandIn.Faults.On(Area.Registry, StandInFault.TokensExpired(), nth);

        var run = await cloud.DeployAsync(CloudCli.Petstore);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Single(cloud.StandIn.State.Revisions);
        Assert.Contains(cloud.StandIn.Requests.Of(Area.Registry), request => request.Status == 401);
    }

    [Fact]
    public async Task Deploy_ProfileOfOnesOwn_IsTakenAndTold()
    {
        await using var cloud = await CloudCli.StartAsync();

        var run = await cloud.DeployAsync(CloudCli.Petstore, "--profile", "universal", "-o", "json");

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("\"profile\": \"universal\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("BM5004", run.Output, StringComparison.Ordinal);
    }

    private static async Task PatchBackAsync(CloudCli cloud, Guid app)
    {
        var channel = cloud.StandIn.State.Channels.Single(channel => channel.AppId == app);
        var bindle = cloud.StandIn.State.Revisions.Single(
            revision => revision.Number.Contains('+', StringComparison.Ordinal));
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Patch, new Uri(cloud.StandIn.Address, $"api/channels/{channel.Id}"))
        {
            Content = new StringContent(
                $$"""
                {"channelId":"{{channel.Id}}","revisionSelectionStrategy":"UseSpecifiedRevision",
                "activeRevisionId":"{{bindle.Id}}"}
                """,
                System.Text.Encoding.UTF8,
                "application/json"),
        };
        request.Headers.Authorization = new("Bearer", cloud.StandIn.Login.Token);
        using var answer = await http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode);
    }
}
