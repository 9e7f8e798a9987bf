using Migrator.Bindle.Sources;
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

    [Fact]
    public async Task RunAsync_LongBlobs_GoInChunksAsThePlanSays()
    {
        await using var batch = await SampleBatch.StartAsync(
            new SampleStore(apps: 2) { SharedFiles = 1, FileBytes = 9 << 20 });
        var plan = await batch.PlanAsync();
        batch.Registry.Requests.Clear();

        await batch.RunAsync();

        Assert.Equal(plan.Estimate.Requests, batch.Registry.Requests.Count);
        Assert.NotEqual(0, batch.Registry.Requests.CountOf(RequestKind.UploadPatch));
    }

    [Fact]
    public async Task RunAsync_AppThatThePlanCouldNotReach_IsConfirmedByWhatItsRunBrought()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 2)
        {
            Change = (number, app) => number == 1
                ? app with { Failure = new BindleSourceException("s", "Busy.") { Failure = SourceFailure.Temporary } }
                : app,
        });
        var plan = await batch.PlanAsync();
        batch.Source = new SampleStore(apps: 2);
        await batch.RunAsync();
        batch.Registry.Requests.Clear();

        await batch.RunAsync();

        Assert.Equal(1, plan.Classes[PlanClass.Unreachable]);
        Assert.Equal("Done 2", batch.States());
        Assert.Equal("ManifestHead 2", batch.Registry.Requests.Summary());
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

    [Fact]
    public async Task RunAsync_FaultOfOursWithOneApp_EndsThatOneAlone()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 5));
        await batch.PlanAsync();
        batch.Source = new SampleStore(apps: 5)
        {
            Change = (number, app) =>
                number == 2 ? app with { Fault = new InvalidOperationException("Never thought of.") } : app,
        };

        var events = await batch.RunAsync();

        var ended = Assert.IsType<RunEnded>(events[^1]);
        Assert.Equal((RunEnding.Finished, 4, 1), (ended.Ending, ended.Progress.Done, ended.Progress.Failed));
        Assert.Equal("Done 4, Failed 1", batch.States());
        var failed = Assert.Single(batch.Apps(), app => app.Last!.Findings.Any(finding => finding.Code == "BM1903"));
        Assert.Contains("Never thought of.", failed.Last!.Findings[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_AskedToStop_EndsWhatHasBegunAndGoesOnLater()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 60));
        await batch.PlanAsync();
        using var drain = new CancellationTokenSource();

        var events = await batch.RunAsync(new BatchRunOptions { Drain = drain.Token }, happened =>
        {
            if (happened is AppEnded)
            {
                drain.Cancel();
            }
        });

        var ended = (RunEnded)events[^1];
        Assert.Equal(RunEnding.Stopped, ended.Ending);
        Assert.InRange(ended.Progress.Done, 1, 59);
        Assert.Equal(events.OfType<AppStarted>().Count(), events.OfType<AppEnded>().Count());
        Assert.Equal(60 - ended.Progress.Done, ended.Open);
        await batch.RunAsync();
        Assert.Equal("Done 60", batch.States());
    }

    [Theory]
    [InlineData("[policy]\nfail-fast = true", 1)]
    [InlineData("[policy]\nmax-errors = 3", 3)]
    public async Task RunAsync_AsManyErrorsAsAllowed_EndsTheRun(string policy, int least)
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 60));
        batch.Extra = policy;
        await batch.PlanAsync();
        batch.Source = new SampleStore(apps: 60)
        {
            Change = (_, app) => app with { Failure = new BindleSourceException("s", "It is gone.") },
        };

        var ended = (RunEnded)(await batch.RunAsync())[^1];

        Assert.Equal(RunEnding.TooManyErrors, ended.Ending);
        Assert.InRange(ended.Progress.Failed, least, least + 8);
        Assert.Equal(60, ended.Open);
    }

    [Fact]
    public async Task RunAsync_FailureThatPasses_IsTriedAgainAtTheEnd()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 4));
        await batch.PlanAsync();
        var failures = 1;
        batch.Source = new SampleStore(apps: 4)
        {
            Change = (number, app) => number == 1 && Interlocked.Decrement(ref failures) >= 0
                ? app with { Failure = new BindleSourceException("s", "Busy.") { Failure = SourceFailure.Temporary } }
                : app,
        };

        var events = await batch.RunAsync();

        Assert.Equal("Done 4", batch.States());
        Assert.Equal((4, 0), (((RunEnded)events[^1]).Progress.Done, ((RunEnded)events[^1]).Progress.Failed));
        Assert.Equal(2, batch.Apps()[0].Attempts);
    }

    [Theory]
    [InlineData(false, 3, 3)]
    [InlineData(true, 0, 1)]
    public async Task RunAsync_FailureThatPasses_IsSaidToBeTriedAgainWhereItIs(bool failFast, int retried, int failed)
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 3));
        batch.Extra = $"[limits]\napps = 1\n[policy]\nfail-fast = {(failFast ? "true" : "false")}";
        await batch.PlanAsync();
        batch.Source = new SampleStore(apps: 3)
        {
            Change = (_, app) =>
                app with { Failure = new BindleSourceException("s", "Busy.") { Failure = SourceFailure.Temporary } },
        };

        var ends = (await batch.RunAsync()).OfType<AppEnded>().ToList();

        Assert.Equal(retried, ends.Count(end => end.IsRetried));
        Assert.Equal(failed, ends.DistinctBy(end => end.App.Number).Count());
        Assert.Equal(retried, ends.Count - failed);
    }

    [Fact]
    public async Task RunAsync_AsManyBytesAsAllowed_BeginsNoOther()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 60) { FileBytes = 4_096 });
        batch.Extra = "[limits]\napps = 1\nmax-transfer = \"64KiB\"";
        await batch.PlanAsync();

        var ended = (RunEnded)(await batch.RunAsync())[^1];

        Assert.Equal(RunEnding.OutOfTransfer, ended.Ending);
        Assert.InRange(ended.Progress.Bytes, 64 << 10, 90 << 10);
    }

    [Fact]
    public async Task RunAsync_BindleThatChangedSinceThePlan_IsRefusedBeforeAnythingIsSent()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 2));
        await batch.PlanAsync();
        batch.Source = new SampleStore(apps: 2) { SharedFiles = 4 };
        batch.Registry.Requests.Clear();

        await batch.RunAsync();

        Assert.Equal("Failed 2", batch.States());
        Assert.Equal(0, batch.Registry.Requests.Count);
        var told = batch.Apps()[0].Last!.Findings[^1];
        Assert.Equal("BM6018", told.Code);
        Assert.Contains("when the plan was made", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_RealRegistry_TakesAWholeBatchWithReferrers()
    {
        await using var registry = await RegistryProcess.StartAsync();
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 20));
        batch.Target = "";
        batch.Host = registry.Host;
        await batch.PlanAsync();
        await batch.RunAsync();
        Assert.Equal("Done 20", batch.States());

        var again = await batch.PlanAsync(new Migrator.Engine.Batch.Planning.PlanOptions { Replace = true });

        Assert.Equal(20, again.Classes[PlanClass.AlreadyThere]);
    }
}
