using Migrator.StandIn.Edge;
using Migrator.StandIn.Http;

namespace Migrator.StandIn.Tests;

/// <summary>What an app answers, in peace and while one version takes over (8.2, 8.3).</summary>
public sealed class EdgeTests
{
    private const string Next = "1.1.0-r11111111";

    [Theory]
    [InlineData(".well-known/spin/health", 200, "OK")]
    [InlineData(".well-known/spin/other", 404, "")]
    [InlineData("any/where", 200, "hello 1.0.0+r1a2b3c4d\n")]
    public async Task Ask_RunningApp_Answers(string path, int status, string text)
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.StandIn.Seeds.LegacyApp("hello");

        var answer = await cloud.InfoAsync("hello", path);

        Assert.Equal((status, text), (answer.Status, answer.Text));
    }

    [Theory]
    [InlineData(true, """{"name":"hello","version":"1.0.0","bindle_version":"1.0.0+r1a2b3c4d"}""")]
    [InlineData(false, """{"name":"hello","version":"1.0.0"}""")]
    public async Task Info_OfABindle_SaysItsVersionOnlyOnOldHosts(bool tells, string expected)
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions { TellsBindleVersion = tells });
        cloud.StandIn.Seeds.LegacyApp("hello");

        var info = await cloud.InfoAsync("hello");

        Assert.Equal((200, "application/json", expected), (info.Status, info.Type, info.Text));
    }

    [Fact]
    public async Task Failover_DefaultScript_AnswersByItsWeights()
    {
        await using var cloud = await Cloud.StartAsync();
        var site = await UpgradeAsync(cloud);

        var before = await AskAsync(cloud, 50);
        cloud.Clock.Advance(TimeSpan.FromSeconds(7));
        var amid = await AskAsync(cloud, 300);
        cloud.Clock.Advance(TimeSpan.FromSeconds(7));
        var after = await AskAsync(cloud, 50);

        Assert.All(before, answer => Assert.Equal(200, answer.Status));
        Assert.All(site.Answers.Take(50), answer => Assert.Equal("1.0.0-r80e5abb", answer.Instance!.RevisionNumber));
        Assert.InRange(amid.Count(answer => answer.Status == 502), 30, 90);
        Assert.InRange(site.Answers.Skip(50).Take(300).Count(it => it.Answerer == Answerer.Old), 80, 160);
        Assert.All(site.Answers.TakeLast(50), answer => Assert.Equal(Next, answer.Instance!.RevisionNumber));
        Assert.All(after, answer => Assert.Equal(200, answer.Status));
    }

    [Fact]
    public async Task Failover_AskedEveryHalfSecond_OverlapsAboutAsTheScriptSays()
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions
        {
            Failover = FailoverScript.Parse("0:100/0, 3:10/90, 12:90/10, 14:0/100"),
        });
        var site = await UpgradeAsync(cloud);
        for (var sample = 0; sample < 40; sample++)
        {
            await AskAsync(cloud, 3);
            cloud.Clock.Advance(TimeSpan.FromSeconds(0.5));
        }

        var overlap = cloud.StandIn.Options.Failover.Overlap!.Value;
        Assert.InRange(site.AnsweredOverlap, overlap - TimeSpan.FromSeconds(1), overlap);
        Assert.True(site.IsFalseReady(site.ActivatedAt!.Value + TimeSpan.FromSeconds(13), TimeSpan.FromSeconds(10)));
        Assert.False(site.IsFalseReady(site.ActivatedAt.Value + TimeSpan.FromSeconds(14), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Failover_SameSeed_GoesTheSameWay()
    {
        var runs = new List<Answerer[]>();
        foreach (var seed in (int[])[7, 7, 8])
        {
            await using var cloud = await Cloud.StartAsync(new StandInOptions { Seed = seed });
            var site = await UpgradeAsync(cloud);
            cloud.Clock.Advance(TimeSpan.FromSeconds(7));
            await AskAsync(cloud, 40);
            runs.Add([.. site.Answers.Select(answer => answer.Answerer)]);
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.NotEqual(runs[0], runs[2]);
    }

    [Fact]
    public async Task Failover_StickyConnections_StayWithWhomTheyMet()
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions
        {
            StickyConnections = true,
            Failover = FailoverScript.Parse("0:50/50, 60:0/100"),
        });
        var site = await UpgradeAsync(cloud);
        using var pooled = new RawClient(cloud.StandIn, keepsConnections: true);
        for (var request = 0; request < 20; request++)
        {
            await pooled.SendAsync("GET", site.Address, null);
        }

        await AskAsync(cloud, 30);

        Assert.Single(site.Answers.Take(20).Select(answer => (answer.Answerer, answer.Connection)).Distinct());
        Assert.Equal(2, site.Answers.Skip(20).Select(answer => answer.Answerer).Distinct().Count());
    }

    [Fact]
    public async Task Failover_StickyConnectionToOld_MovesWhenOldIsGone()
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions
        {
            StickyConnections = true,
            Failover = FailoverScript.Parse("0:100/0, 10:0/100"),
        });
        var site = await UpgradeAsync(cloud);
        using var pooled = new RawClient(cloud.StandIn, keepsConnections: true);

        await pooled.SendAsync("GET", site.Address, null);
        cloud.Clock.Advance(TimeSpan.FromSeconds(10));
        await pooled.SendAsync("GET", site.Address, null);

        Assert.Equal([Answerer.Old, Answerer.New], site.Answers.Select(answer => answer.Answerer));
    }

    [Fact]
    public async Task Activate_TagThatMoved_StartsWhatItPointsToNow()
    {
        await using var cloud = await Cloud.StartAsync(CloudEra.Head);
        await cloud.CreateAsync();
        var frozen = cloud.StandIn.State.App("hello")!.Site!.Active!.ImageDigest;
        var digest = await cloud.Client.PushAsync("hello", "1.0.0-r80e5abb", "other content");
        var stillFrozen = cloud.StandIn.State.App("hello")!.Site!.Active!.ImageDigest;

        await cloud.RegisterAsync("oci://hello", "1.0.0-r80e5abb");

        Assert.Equal(frozen, stillFrozen);
        Assert.Equal(digest, cloud.StandIn.State.App("hello")!.Site!.Active!.ImageDigest);
        Assert.NotEqual(frozen, digest);
    }

    [Fact]
    public async Task RollBack_ToTheBindle_NeverBecomesHealthy()
    {
        await using var cloud = await Cloud.StartAsync();
        var app = cloud.StandIn.Seeds.LegacyApp("hello");
        var bindle = cloud.StandIn.State.Revisions[0];
        var channel = cloud.StandIn.State.Channels[0];
        await cloud.Client.PushAsync("hello", Next);
        await cloud.RegisterAsync("oci://hello", Next);

        var answer = await cloud.Client.PatchAsync(
            $"api/channels/{channel.Id}",
            $$"""{"activeRevisionId":"{{bindle.Id}}"}""");
        cloud.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(200, answer.Status);
        Assert.NotNull(app.Site!.Active!.Fault);
        Assert.Equal(502, (await cloud.InfoAsync("hello")).Status);
        Assert.Equal(
            "Unhealthy",
            (string)(await cloud.Client.GetAsync($"api/channels/{channel.Id}/healthz")).Json["status"]!);
    }

    [Fact]
    public async Task Start_BindleWhereBindleIsOff_NeverBecomesHealthy()
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions { Bindle = BindleUpload.Off });
        var app = cloud.StandIn.Seeds.LegacyApp("hello");
        var channel = cloud.StandIn.State.Channels[0];

        await cloud.Client.PatchAsync(
            $"api/channels/{channel.Id}",
            $$"""{"activeRevisionId":"{{cloud.StandIn.State.Revisions[0].Id}}"}""");

        Assert.NotNull(app.Site!.Active!.Fault);
    }

    [Fact]
    public async Task Create_FirstVersion_IsNotFoundUntilItAnswers()
    {
        await using var cloud = await Cloud.StartAsync(CloudEra.Head);
        await cloud.CreateAsync();

        var before = await cloud.InfoAsync("hello");
        cloud.Clock.Advance(TimeSpan.FromSeconds(14));
        var after = await cloud.InfoAsync("hello");

        Assert.Equal((404, 200), (before.Status, after.Status));
    }

    [Fact]
    public async Task Route_ByHostHeader_TellsAppsApart()
    {
        await using var cloud = await Cloud.StartAsync(new StandInOptions { Routing = EdgeRouting.HostHeader });
        cloud.StandIn.Seeds.LegacyApp("one");
        cloud.StandIn.Seeds.LegacyApp("two");
        var (one, two) = (cloud.StandIn.State.App("one")!.Site!, cloud.StandIn.State.App("two")!.Site!);

        Assert.Equal(one.Address.Port, two.Address.Port);
        Assert.Equal("one 1.0.0+r1a2b3c4d\n", await AskByHostAsync(one));
        Assert.Equal("two 1.0.0+r1a2b3c4d\n", await AskByHostAsync(two));
    }

    [Fact]
    public async Task Ask_ParkingPage_Is200AndHtml()
    {
        await using var cloud = await Cloud.StartAsync();
        cloud.StandIn.Seeds.LegacyApp("hello");
        cloud.StandIn.Faults.On(Area.Edge, StandInFault.Html(200));

        var answer = await cloud.InfoAsync("hello");

        Assert.Equal(200, answer.Status);
        Assert.StartsWith("<!DOCTYPE html>", answer.Text, StringComparison.Ordinal);
    }

    private static async Task<EdgeSite> UpgradeAsync(Cloud cloud)
    {
        var app = cloud.StandIn.Seeds.OciApp("hello");
        var revision = cloud.StandIn.Seeds.AddRevision(app, Next);
        await cloud.Client.PatchAsync(
            $"api/channels/{cloud.StandIn.State.Channels[0].Id}",
            $$"""{"activeRevisionId":"{{revision.Id}}"}""");
        return app.Site!;
    }

    private static async Task<List<RawAnswer>> AskAsync(Cloud cloud, int times)
    {
        var answers = new List<RawAnswer>();
        for (var request = 0; request < times; request++)
        {
            answers.Add(await cloud.InfoAsync("hello"));
        }

        return answers;
    }

    // Not every machine resolves names below localhost.
    private static async Task<string> AskByHostAsync(EdgeSite site)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{site.Address.Port}/");
        request.Headers.Host = site.Domain;
        using var answer = await http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }
}
