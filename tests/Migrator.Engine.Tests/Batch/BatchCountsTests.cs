using Migrator.Engine.Batch;
using Migrator.Engine.Batch.Running;
using Migrator.Engine.Jobs;
using Migrator.Engine.Journal;
using Migrator.Engine.Reporting;
using Migrator.Engine.Tests.Fakes;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.Batch;

/// <summary>
/// What attempts that failed have sent is counted, and what they brought is theirs when the next finds it.
/// </summary>
public sealed class BatchCountsTests
{
    // No retry of a blob or within a run but those that a test asks for, so that each fault ends an attempt.
    private const string Once = "[policy]\nretries = 0\n[limits]\napps = 1\nblobs = 1";

    [Theory]
    [InlineData("[policy]\nretries = 1", 1)]
    [InlineData(Once, 2)]
    public async Task RunAsync_AnswerToTheTagIsLost_AppIsBroughtByThisBatch(string limits, int runs)
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 1));
        batch.Extra = limits;
        await batch.PlanAsync();
        batch.Registry.Faults.When(IsTag, Fault.DoneButCut());

        for (var run = 0; run < runs; run++)
        {
            await batch.RunAsync();
        }

        var app = Assert.Single(batch.Apps());
        Assert.Equal((AppState.Done, 2, JobStatus.AlreadyThere), (app.App.State, app.Attempts, app.Last!.Status));
        Assert.Equal(BytesAt(batch), app.Sent);
        Assert.Equal((BytesAt(batch), 0), Sizes(batch));
    }

    [Fact]
    public async Task RunAsync_AttemptFailsAfterBlobsWereSent_SentIsWhatTheRegistryGot()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 1));
        batch.Extra = Once;
        await batch.PlanAsync();
        batch.Registry.Faults.On(RequestKind.UploadPut, Fault.Status(403), nth: 3);

        await batch.RunAsync();

        var failed = Assert.Single(batch.Apps());
        Assert.Equal(AppState.Failed, failed.App.State);
        Assert.Equal((2, BytesAt(batch)), (failed.Last!.Counts.BlobsPushed, failed.Sent));
        Assert.NotEqual(0, failed.Sent);
        await batch.RunAsync();
        Assert.Equal("Done 1", batch.States());
        Assert.Equal((BytesAt(batch), 0), Sizes(batch));
    }

    [Fact]
    public async Task RunAsync_RunIsLeftAtOnceAfterBlobsWereSent_TheyAreCounted()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 1));
        batch.Extra = Once;
        await batch.PlanAsync();
        var gate = new FaultGate();
        batch.Registry.Faults.On(RequestKind.UploadPut, Fault.Hang(gate), nth: 3);
        using var leave = new CancellationTokenSource();
        var run = RunAsync(batch, leave.Token);
        await batch.Registry.Requests.WaitForAsync(RequestKind.UploadPut, 3);

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        gate.Release();
        var left = Assert.Single(batch.Apps());
        Assert.Equal((AppState.Begun, null), (left.App.State, left.Last!.Ended));
        Assert.Equal((2, BytesAt(batch)), (left.Last.Counts.BlobsPushed, left.Sent));
    }

    [Fact]
    public async Task RunAsync_AppWasThereBeforeAnyPush_IsNotOfThisBatch()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 1));
        batch.Extra = Once;
        await batch.PlanAsync();
        var journal = await File.ReadAllBytesAsync(batch.Journal);
        await batch.RunAsync();
        await File.WriteAllBytesAsync(batch.Journal, journal);
        // The first attempt fails before it has sent anything.
        batch.Registry.Faults.On(RequestKind.ManifestHead, Fault.Cut());

        await batch.RunAsync();
        await batch.RunAsync();

        var app = Assert.Single(batch.Apps());
        Assert.Equal((AppState.AlreadyThere, 2, 0), (app.App.State, app.Attempts, app.Sent));
        Assert.Equal((0, BytesAt(batch)), Sizes(batch));
    }

    private static bool IsTag(ReceivedRequest request) =>
        request.Kind == RequestKind.ManifestPut && request.Reference == "1.0.0";

    private static long BytesAt(SampleBatch batch) =>
        batch.Registry.Repository("team/app00001").Blobs.Values.Sum(blob => blob.Size);

    private static (long Sent, long Found) Sizes(SampleBatch batch)
    {
        using var views = JournalViews.Open(batch.Journal);
        var sizes = BatchReport.Of(batch.Journal, views, batch.Clock).Sizes;
        return (sizes.Sent, sizes.Found);
    }

    private static async Task RunAsync(SampleBatch batch, CancellationToken leave)
    {
        await using var journal = BatchJournal.Open(batch.Journal);
        var run = new BatchRun(journal, batch.Places(), batch.Clock);
        await foreach (var _ in run.RunAsync(new BatchRunOptions(), leave))
        {
        }
    }
}
