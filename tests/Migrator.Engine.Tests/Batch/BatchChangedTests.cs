using Migrator.Engine.Batch;
using Migrator.Engine.Batch.Running;
using Migrator.Engine.Journal;
using Migrator.Engine.Tests.Fakes;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.Batch;

/// <summary>Bindles that the batch would not take any more, and that it had brought while it did.</summary>
public sealed class BatchChangedTests
{
    [Fact]
    public async Task RunAsync_YankedAfterItsTagWasSet_IsDone()
    {
        await using var batch = await WithTagsAndNoAnswersAsync();
        batch.Source = new SampleStore(apps: 2) { Change = (_, app) => app with { Yanked = true } };

        await batch.RunAsync();

        Assert.Equal("Done 2", batch.States());
        Assert.All(batch.Apps(), app => Assert.Equal("BM6017", app.Last!.Findings[^1].Code));
    }

    [Fact]
    public async Task RunAsync_ChangedAfterItsTagWasSet_IsDoneAsPlanned()
    {
        await using var batch = await WithTagsAndNoAnswersAsync();
        var planned = batch.Apps().Select(app => app.App.Manifest).ToList();
        batch.Source = new SampleStore(apps: 2) { OwnFiles = 7 };

        await batch.RunAsync();

        Assert.Equal("Done 2", batch.States());
        Assert.Equal(planned, batch.Apps().Select(app => app.Manifest));
    }

    [Fact]
    public async Task RunAsync_YankedAndLostAtTheTarget_IsNotLeftAloneOnPurpose()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 2));
        await batch.PlanAsync();
        await batch.RunAsync();
        batch.Registry.Repository("team/app00002").Tags.TryRemove("1.0.0", out _);
        batch.Source = new SampleStore(apps: 2) { Change = (_, app) => app with { Yanked = true } };

        var events = await batch.RunAsync();

        Assert.Equal("Done 1, Failed 1", batch.States());
        Assert.Equal(1, Assert.IsType<RunEnded>(events[^1]).Progress.Failed);
        Assert.Contains(batch.Apps()[1].Last!.Findings, finding => finding.Code == "BM6017");
    }

    [Fact]
    public async Task RunAsync_ChangedSinceThePlan_TellsOfThePlansManifest()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 1));
        await batch.PlanAsync();
        var planned = batch.Apps()[0].App.Manifest;
        batch.Source = new SampleStore(apps: 1) { OwnFiles = 7 };

        await batch.RunAsync();

        Assert.Equal("Failed 1", batch.States());
        Assert.Contains(batch.Apps()[0].Last!.Findings, finding => finding.Code == "BM6018");
        Assert.Equal(planned, batch.Apps()[0].Manifest);
    }

    /// <summary>A host's own code throws what it means to catch again.</summary>
    [Fact]
    public async Task RunAsync_HostThrowsAnExceptionOfItsOwn_GoesThroughToIt()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 2));
        await batch.PlanAsync();
        batch.Source = new SampleStore(apps: 2) { Change = (_, app) => app with { Fault = new HostException() } };

        await Assert.ThrowsAsync<HostException>(() => batch.RunAsync());
        await Assert.ThrowsAsync<HostException>(() => batch.PlanAsync(new() { Replace = true }));
    }

    // The tag is set, and the reading back after it fails: the app is there, and its attempt has failed.
    private static async Task<SampleBatch> WithTagsAndNoAnswersAsync()
    {
        var batch = await SampleBatch.StartAsync(new SampleStore(apps: 2));
        batch.Extra = "[policy]\nretries = 0";
        await batch.PlanAsync();
        batch.Registry.Faults.OnEvery(RequestKind.ManifestGet, Fault.Status(500));
        await batch.RunAsync();
        Assert.Equal("Failed 2", batch.States());
        batch.Registry.Faults.Clear();
        return batch;
    }

    private sealed class HostException : Exception;
}
