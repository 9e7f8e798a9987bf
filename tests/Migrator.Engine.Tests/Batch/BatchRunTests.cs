using Migrator.Engine.Batch.Running;
using Migrator.Engine.Journal;
using Migrator.Engine.Tests.Fakes;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.Batch;

/// <summary>Runs of whole batches against a registry: what they cost, and what they leave.</summary>
public sealed class BatchRunTests
{
    [Fact]
    public async Task RunAsync_NewApps_CostWhatThePlanSays()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 40));
        var plan = await batch.PlanAsync();
        Assert.Equal("Waiting 40", batch.States());
        Assert.Equal("ManifestHead 40", batch.Registry.Requests.Summary());
        batch.Registry.Requests.Clear();

        var events = await batch.RunAsync();

        var ended = Assert.IsType<RunEnded>(events[^1]);
        Assert.Equal((RunEnding.Finished, 40, 0), (ended.Ending, ended.Progress.Done, ended.Open));
        Assert.Equal("Done 40", batch.States());
        Assert.Equal(plan.Estimate.Requests, batch.Registry.Requests.Count);
        Assert.Equal(
            plan.Estimate.Blobs, batch.Registry.Requests.CountOf(RequestKind.UploadPut));
        Assert.All(Enumerable.Range(1, 40), number =>
            Assert.Equal(["1.0.0"], batch.Registry.Repository($"team/app{number:00000}").Tags.Keys));
        Assert.Equal(plan.Estimate.Bytes, batch.Apps().Sum(app => app.Sent));
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "ManifestHead 25")]
    public async Task RunAsync_FinishedJournal_CostsNothingOrOneLookAnApp(bool trust, string requests)
    {
        var source = new SampleStore(apps: 25);
        await using var batch = await SampleBatch.StartAsync(source);
        await batch.PlanAsync();
        await batch.RunAsync();
        batch.Registry.Requests.Clear();
        var opened = source.Opened;

        var events = await batch.RunAsync(new BatchRunOptions { TrustJournal = trust });

        Assert.Equal(requests, batch.Registry.Requests.Summary());
        Assert.Equal(opened, source.Opened);
        Assert.Equal(trust ? 0 : 25, ((RunEnded)events[^1]).Progress.Confirmed);
    }

    [Fact]
    public async Task RunAsync_AppThatTheRegistryLost_IsMigratedAgain()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 3));
        await batch.PlanAsync();
        await batch.RunAsync();
        batch.Registry.Repository("team/app00002").Tags.TryRemove("1.0.0", out _);

        var events = await batch.RunAsync();

        Assert.Equal(1, ((RunEnded)events[^1]).Progress.Done);
        Assert.Equal(["1.0.0"], batch.Registry.Repository("team/app00002").Tags.Keys);
    }
}
