using Migrator.StandIn.Edge;
using Migrator.StandIn.Http;
using Migrator.StandIn.Readiness;
using Xunit.Abstractions;

namespace Migrator.StandIn.Tests;

/// <summary>The plugin's wait for readiness (4.2), and how often it is wrong.</summary>
public sealed class ReadinessTests(ITestOutputHelper output)
{
    private const string Tag = "1.0.0-r80e5abb";

    [Fact]
    public async Task Wait_DefaultScript_EndsWhileOldStillAnswers()
    {
        const int Deploys = 20;
        var wrong = 0;
        for (var seed = 1; seed <= Deploys; seed++)
        {
            await using var cloud = await Cloud.StartAsync(new StandInOptions { Era = CloudEra.Head, Seed = seed });
            var (site, digest) = await UpgradeAsync(cloud);
            var outcome = await WaitAsync(cloud, site, digest);
            Assert.True(outcome.IsReady);
            wrong += site.IsFalseReady(outcome.At, TimeSpan.FromSeconds(10)) ? 1 : 0;
        }

        output.WriteLine($"first match: {wrong} of {Deploys} called ready too early");
        Assert.InRange(wrong, Deploys / 2, Deploys);
    }

    [Fact]
    public async Task Wait_PagesThatAreNoInfo_CountAsReady()
    {
        await using var cloud = await Cloud.StartAsync(CloudEra.Head);
        var (site, digest) = await UpgradeAsync(cloud);
        cloud.StandIn.Faults.On(Area.Edge, StandInFault.Html(200)).On(Area.Edge, StandInFault.Html(502), nth: 2)
            .On(Area.Edge, StandInFault.Drop(), nth: 3);
        using var http = new HttpClient();
        var readiness = new FirstMatchReadiness(http, cloud.Clock);

        Assert.True(await readiness.IsReadyAsync(site.Address, digest));
        Assert.False(await readiness.IsReadyAsync(site.Address, digest));
        Assert.False(await readiness.IsReadyAsync(site.Address, digest));
        Assert.False(await readiness.IsReadyAsync(site.Address, digest));
    }

    [Fact]
    public async Task Wait_NoMatch_EndsWhenTheTimeIsUp()
    {
        await using var cloud = await Cloud.StartAsync(CloudEra.Head);
        var (site, _) = await UpgradeAsync(cloud);
        var start = cloud.Clock.GetUtcNow();

        var outcome = await WaitAsync(cloud, site, "sha256:other");

        Assert.Equal((false, 31), (outcome.IsReady, outcome.Checks));
        Assert.Equal(start + FirstMatchReadiness.DefaultTimeout, outcome.At);
    }

    [Fact]
    public async Task Wait_WithoutTime_IsReadyUnasked()
    {
        await using var cloud = await Cloud.StartAsync(CloudEra.Head);
        var (site, digest) = await UpgradeAsync(cloud);
        using var http = new HttpClient();

        var outcome = await new FirstMatchReadiness(http, cloud.Clock)
            .WaitAsync(site.Address, digest, TimeSpan.Zero);

        Assert.Equal((true, 0), (outcome.IsReady, outcome.Checks));
        Assert.Empty(site.Answers);
    }

    private static async Task<(EdgeSite Site, string Digest)> UpgradeAsync(Cloud cloud)
    {
        var app = cloud.StandIn.Seeds.LegacyApp("hello");
        var digest = await cloud.Client.PushAsync("hello", Tag);
        await cloud.RegisterAsync("oci://hello", Tag);
        return (app.Site!, digest);
    }

    private static async Task<ReadinessOutcome> WaitAsync(Cloud cloud, EdgeSite site, string digest)
    {
        using var http = new HttpClient();
        var readiness = new FirstMatchReadiness(http, cloud.Clock);
        return await cloud.Clock.RunAsync(
            () => readiness.WaitAsync(site.Address, digest, FirstMatchReadiness.DefaultTimeout),
            FirstMatchReadiness.Interval);
    }
}
