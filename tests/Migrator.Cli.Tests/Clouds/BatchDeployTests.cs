using System.Text.Json;
using Migrator.Engine.Journal;
using Migrator.StandIn;
using Migrator.StandIn.Edge;
using Migrator.StandIn.Http;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Clouds;

/// <summary>
/// Batches that deploy: what the gate says beforehand, what becomes of every app, and that none comes twice.
/// </summary>
public sealed class BatchDeployTests
{
    [Theory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    public async Task Plan_EveryVerdict_IsToldAndNothingIsWritten(CloudEra era)
    {
        await using var cloud = await CloudCli.StartAsync(era);
        using var batch = new CloudBatch(cloud, "fresh", "legacy", "live", "split");
        cloud.StandIn.Seeds.LegacyApp("legacy");
        cloud.StandIn.Seeds.OciApp("live");
        cloud.StandIn.Seeds.LegacyApp("Split");
        cloud.StandIn.Requests.Clear();

        var plan = await batch.PlanAsync();

        Assert.True(plan.ExitCode == ExitCode.Done, plan.Error);
        Assert.Empty(cloud.StandIn.Requests.Writes);
        Assert.Contains("1 gate-refused", plan.Output, StringComparison.Ordinal);
        Assert.Contains("2 gate: upgrade", plan.Output, StringComparison.Ordinal);
        Assert.Contains("split/1.0.0: ", plan.Error, StringComparison.Ordinal);
        Assert.Equal(
            "fresh Migrate Waiting, legacy Migrate Waiting, live Migrate Waiting, split GateRefused Refused",
            batch.States());
        Assert.Equal(
            ["Create", "Upgrade", "Upgrade", "Stop"], batch.Apps().Select(app => app.App.Gate!.Split(':')[0]));
        Assert.Contains("BM5001", batch.Apps()[3].App.Findings.Select(finding => finding.Code));
    }

    [Theory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    public async Task Run_WholeWay_DeploysEachAppOnceAndTellsWhere(CloudEra era)
    {
        await using var cloud = await CloudCli.StartAsync(era);
        using var batch = new CloudBatch(cloud, "fresh", "legacy");
        cloud.StandIn.Seeds.LegacyApp("legacy");
        await batch.PlanAsync();
        cloud.StandIn.Requests.Clear();

        var run = await batch.RunAsync("batch", "run", batch.Journal, "--output", "ndjson");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error + run.Output);
        Assert.Equal(batch.Plan.Estimate.Requests, cloud.StandIn.Requests.Of(Area.Registry).Length);
        Assert.Equal("fresh Migrate Done, legacy Migrate Done", batch.States());
        Assert.Equal(
            ["oci://fresh", "oci://legacy"],
            cloud.StandIn.State.Apps.Select(app => app.StorageId).Order(StringComparer.Ordinal));
        Assert.Equal("", cloud.StandIn.Conformance.ToString());
        Assert.All(batch.Apps(), app => RequireRecorded(cloud, app));
        Assert.Contains("\"deployment\":{\"app\":", run.Output, StringComparison.Ordinal);
        foreach (var format in (string[])["json", "csv", "html"])
        {
            var report = await batch.RunAsync("batch", "report", batch.Journal, "--format", format);
            Assert.All(batch.Apps(), app =>
            {
                Assert.Contains(app.Last!.Deployment!.App!, report.Output, StringComparison.Ordinal);
                Assert.Contains(app.Last.Deployment.Revision, report.Output, StringComparison.Ordinal);
            });
        }
    }

    [Fact]
    public async Task Run_AppWasSignedBySomebodyElseSinceThePlan_IsNotDeployedAndSaysSo()
    {
        await using var cloud = await CloudCli.StartAsync();
        using var batch = new CloudBatch(cloud, "one", "two");
        using var ann = new BindleSigner("Ann");
        using var team = new BindleSigner("Team");
        batch.Trust(ann, team);
        batch.Sign("one", team);
        batch.Sign("two", team);
        batch.Extra += "[select]\nsigned-by = ['Team']\n[signatures]\nkeyring = 'keyring.toml'\n";
        var plan = await batch.PlanAsync();
        batch.Sign("two", ann);

        var run = await batch.RunAsync();

        Assert.True(plan.ExitCode == ExitCode.Done, plan.Error);
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Equal("one Migrate Done, two Migrate Skipped", batch.States());
        Assert.Equal("oci://one", Assert.Single(cloud.StandIn.State.Apps).StorageId);
        Assert.Contains("warning: two/1.0.0: No valid signature is of a key", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Invalid")]
    [InlineData("era = 'implicit-activation'", "Migrate")]
    public async Task Plan_CloudThatDoesNotTellItsEra_NamesTheFieldThatTellsIt(string era, string expected)
    {
        await using var cloud = await CloudCli.StartAsync(CloudEra.Head);
        cloud.StandIn.Faults.On("GET /swagger/v1/swagger.json", StandInFault.Status(404), count: 99);
        using var batch = new CloudBatch(cloud, "one");
        batch.Extra = era + "\n" + batch.Extra;

        var plan = await batch.PlanAsync();

        Assert.True(plan.ExitCode == ExitCode.Done, plan.Error);
        var app = Assert.Single(batch.Apps()).App;
        Assert.Equal(expected, app.Class.ToString());
        Assert.Equal(era.Length == 0, app.Findings.Any(finding => finding.Message.Contains("'era' below [deploy]")));
    }

    [Fact]
    public async Task Run_Again_LooksOnceAnAppAndWritesNothing()
    {
        await using var cloud = await CloudCli.StartAsync();
        using var batch = new CloudBatch(cloud, "one", "two");
        await batch.PlanAsync();
        await batch.RunAsync();
        cloud.StandIn.Requests.Clear();

        var again = await batch.RunAsync();

        Assert.Equal(ExitCode.Done, again.ExitCode);
        Assert.Equal(
            ["HEAD", "HEAD"], cloud.StandIn.Requests.All.Select(request => request.Method));
        // A variable whose value the file names is set again, for the cloud does not tell what it holds.
        batch.Extra = "";
        var replanned = await batch.PlanAsync("--replace");
        Assert.Contains("2 already-there", replanned.Output, StringComparison.Ordinal);
        Assert.Empty(cloud.StandIn.Requests.Writes);
    }

    [Fact]
    public async Task Plan_TwoBindlesOfOneApp_IsACollision()
    {
        await using var cloud = await CloudCli.StartAsync();
        using var batch = new CloudBatch(cloud, "shop", "other");
        batch.WriteApp("shop", "1.1.0");

        await batch.PlanAsync();

        Assert.Equal(
            "other Migrate Waiting, shop Collision Refused, shop Collision Refused", batch.States());
        Assert.Contains("would be the app of", batch.Apps()[1].App.Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NotReady_IsPartlyAndTheNextRunGoesOn()
    {
        await using var cloud = await CloudCli.StartAsync(
            change: options => options with { Failover = FailoverScript.Parse("0:100/0") });
        using var batch = new CloudBatch(cloud, "shop");
        cloud.StandIn.Seeds.LegacyApp("shop");
        await batch.PlanAsync();

        var run = await batch.RunAsync();
        var report = await batch.RunAsync("batch", "report", batch.Journal, "--format", "json");

        Assert.Equal(ExitCode.Partly, run.ExitCode);
        using var json = JsonDocument.Parse(report.Output);
        var app = json.RootElement.GetProperty("apps")[0];
        Assert.Equal("failed", app.GetProperty("state").GetString());
        Assert.Equal("not-ready", app.GetProperty("deployment").GetProperty("status").GetString());
        Assert.Equal("BM5008", json.RootElement.GetProperty("causes")[0].GetProperty("code").GetString());
        Assert.Single(cloud.StandIn.State.Apps);
    }

    [Fact]
    public async Task Plan_VariableThatIsNowhere_IsUsageAndStartsNothing()
    {
        await using var cloud = await CloudCli.StartAsync();
        using var batch = new CloudBatch(cloud, "shop")
        {
            Extra = "[[deploy.variable]]\nname = \"api_token\"\nenv = \"NOWHERE\"\n",
        };

        var plan = await batch.PlanAsync();

        Assert.Equal(ExitCode.Usage, plan.ExitCode);
        Assert.Contains("NOWHERE", plan.Error, StringComparison.Ordinal);
        Assert.Empty(cloud.StandIn.Requests.All);
        Assert.False(File.Exists(batch.Journal));
    }

    [Fact]
    public async Task Run_VariableOfAFileForSomeBindles_IsSetForThoseAlone()
    {
        await using var cloud = await CloudCli.StartAsync();
        using var batch = new CloudBatch(cloud, "shop", "other");
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(batch.Journal)!, "token.txt"), CloudBatch.Secret + "\n");
        batch.Extra = "[[deploy.variable]]\nname = \"api_token\"\nfile = \"token.txt\"\nbindles = [\"sho?\"]\n";

        await batch.PlanAsync();
        var run = await batch.RunAsync();

        Assert.Equal("other GateRefused Refused, shop Migrate Done", batch.States());
        var refusal = Assert.Single(batch.Apps()[0].App.Findings, finding => finding.Code == "BM5002");
        Assert.Contains("in a batch file [[deploy.variable]]", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Partly, run.ExitCode);
        Assert.DoesNotContain(CloudBatch.Secret, await JournalTextAsync(batch), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_NoLogin_IsCredentials()
    {
        await using var cloud = await CloudCli.StartAsync();
        using var batch = new CloudBatch(cloud, "shop") { Extra = "environment = \"other\"" };

        Assert.Equal(ExitCode.Credentials, (await batch.PlanAsync()).ExitCode);
    }

    private static void RequireRecorded(CloudCli cloud, RecordedApp recorded)
    {
        var there = recorded.Last!.Deployment!;
        var app = Assert.Single(cloud.StandIn.State.Apps, app => app.Id.ToString() == there.App);
        Assert.Equal($"oci://{recorded.App.Id!.Name}", app.StorageId);
        Assert.Equal(recorded.App.Tag, there.Revision);
        Assert.Equal($"{cloud.Registry}/{recorded.App.Id.Name}", there.Repository);
        Assert.NotNull(there.Url);
    }

    private static async Task<string> JournalTextAsync(CloudBatch batch) =>
        System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(batch.Journal));
}
