using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;
using Migrator.Engine.Pushing;
using Migrator.Engine.Tests.Fakes;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Tests.Pipeline;

public sealed class MigrationPipelineTests : MemoryJob
{
    [Fact]
    public async Task RunAsync_NewBindle_WritesBlobsThenManifestThenTag()
    {
        var outcome = await RunAsync();

        Assert.Equal(JobStatus.Done, outcome.Status);
        Assert.Equal(
            ["blob", "blob", "blob", "blob", "manifest", "tag"], Target.Writes.Select(write => write.Split(' ')[0]));
        Assert.Equal(outcome.Manifest, await Target.ResolveOrNullAsync(Tag, CancellationToken.None));
        Assert.Equal(Tag, outcome.Tag);
        Assert.Equal(Source.Id, outcome.Id);
        Assert.Equal(4, outcome.Counts.BlobsPushed);
        Assert.Equal(0, outcome.Counts.BlobsAlreadyThere);
        Assert.True(Source.IsDisposed);
    }

    [Fact]
    public async Task RunAsync_Again_ReadsNoParcelAndWritesNothing()
    {
        var first = await RunAsync();
        Source.Opened.Clear();
        Target.Writes.Clear();

        var second = await RunAsync();

        Assert.Equal(JobStatus.AlreadyThere, second.Status);
        Assert.Equal(first.Manifest, second.Manifest);
        Assert.Empty(Target.Writes);
        Assert.Empty(Source.Opened);
        Assert.Equal(new PushCounts(0, 4, 0, first.Counts.BytesPushed), second.Counts);
    }

    [Fact]
    public async Task RunAsync_TagPointsElsewhere_IsRefusedAndLeavesTheTag()
    {
        var other = await RunAsync(tag: "latest");
        Source.With("d.txt", "fourth");
        Target.Writes.Clear();

        var outcome = await RunAsync(tag: "latest");

        Assert.Equal(JobStatus.TargetRefused, outcome.Status);
        var finding = Assert.Single(outcome.Findings, finding => finding.Kind == PushFindings.TagTaken);
        Assert.Contains(other.Manifest!.Digest.ToString(), finding.Message, StringComparison.Ordinal);
        Assert.Contains(outcome.Manifest!.Digest.ToString(), finding.Message, StringComparison.Ordinal);
        Assert.Empty(Target.Writes);
    }

    [Fact]
    public async Task RunAsync_TagMayBeOverwritten_MovesTheTagAndSaysSo()
    {
        await RunAsync(tag: "latest");
        Source.With("d.txt", "fourth");

        var outcome = await RunAsync(request => request with { OnConflict = ConflictPolicy.Overwrite }, tag: "latest");

        Assert.Equal(JobStatus.Done, outcome.Status);
        Assert.Single(outcome.Findings, finding => finding.Kind == PushFindings.TagMoved);
        Assert.Equal(outcome.Manifest, await Target.ResolveOrNullAsync("latest", CancellationToken.None));
        Assert.Equal(3, outcome.Counts.BlobsAlreadyThere);
    }

    [Theory]
    [InlineData(ConflictPolicy.Fail, JobStatus.TargetRefused)]
    [InlineData(ConflictPolicy.Skip, JobStatus.Skipped)]
    public async Task RunAsync_TagIsMovedByAnotherDuringThePush_StaysAnothers(ConflictPolicy policy, JobStatus status)
    {
        var other = await RunAsync(tag: "other");
        Source.With("d.txt", "fourth");
        Target.BeforeWrite = line => line.StartsWith("manifest", StringComparison.Ordinal)
            ? Target.Inner.TagAsync(other.Manifest!, "latest", CancellationToken.None)
            : Task.CompletedTask;

        var outcome = await RunAsync(request => request with { OnConflict = policy }, tag: "latest");

        Assert.Equal(status, outcome.Status);
        Assert.Equal(other.Manifest, await Target.ResolveOrNullAsync("latest", CancellationToken.None));
    }

    [Fact]
    public async Task RunAsync_ForceAndATagOfAnotherDigest_IsStillRefused()
    {
        await RunAsync(tag: "latest");
        Source.With("d.txt", "fourth");

        var outcome = await RunAsync(request => request with { Force = true }, tag: "latest");

        Assert.Equal(JobStatus.TargetRefused, outcome.Status);
    }

    [Fact]
    public async Task RunAsync_DryRun_SaysWhatItWouldDoAndWritesNothing()
    {
        var outcome = await RunAsync(request => request with { DryRun = true });

        Assert.Equal(JobStatus.Planned, outcome.Status);
        Assert.Equal(4, outcome.Counts.BlobsPushed);
        Assert.NotNull(outcome.Manifest);
        Assert.Empty(Target.Writes);
        Assert.NotEmpty(Source.Opened);
    }

    [Fact]
    public async Task RunAsync_DryRunAgainstATakenTag_IsRefusedAsTheRunWouldBe()
    {
        await RunAsync(tag: "latest");
        Source.With("d.txt", "fourth");

        var outcome = await RunAsync(request => request with { DryRun = true }, tag: "latest");

        Assert.Equal(JobStatus.TargetRefused, outcome.Status);
    }

    [Fact]
    public async Task RunAsync_AnyJob_TimesItsStagesInOrder()
    {
        var outcome = await new MigrationPipeline(
            new SteppingClock(), NoObserver.Instance).RunAsync(Request(), CancellationToken.None);

        Assert.Equal(
            [(JobStage.Read, 2), (JobStage.Verify, 1), (JobStage.Convert, 1), (JobStage.Push, 3)],
            outcome.Timings.Select(timing => (timing.Stage, (int)timing.Elapsed.TotalSeconds)));
    }

    [Theory]
    [InlineData("\0asm\u0001\0\0\0", false)]
    [InlineData("(module)", true)]
    [InlineData("", true)]
    public async Task RunAsync_Module_IsLookedAtOnTheWay(string content, bool isDoubtful)
    {
        Source.With("app.wasm", content, "application/wasm");

        var outcome = await RunAsync();

        Assert.Equal(JobStatus.Done, outcome.Status);
        Assert.Equal(isDoubtful, outcome.Findings.Any(finding => finding.Kind == PushFindings.NotWasm));
        Assert.Single(Source.Opened, sha => sha == Source.ShaOf("app.wasm"));
    }

    [Fact]
    public async Task RunAsync_ManyBlobs_PushesAtMostAsManyAtOnceAsAsked()
    {
        var running = 0;
        var most = 0;
        Enumerable.Range(0, 40).ToList().ForEach(number => Source.With($"{number}", $"content {number}"));
        Target.BeforeWrite = async _ =>
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref running);
        };

        var outcome = await RunAsync(request => request with { Parallelism = 3 });

        Assert.Equal(JobStatus.Done, outcome.Status);
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task RunAsync_TwoBlobs_ArePushedAtTheSameTime()
    {
        // Each of the first two waits for the other; one after the other would never end.
        var meeting = new Barrier(2);
        var arrived = 0;
        Target.BeforeWrite =
            line => line.StartsWith("blob", StringComparison.Ordinal) && Interlocked.Increment(ref arrived) <= 2
            ? Task.Run(() => meeting.SignalAndWait(TimeSpan.FromMinutes(1)))
            : Task.CompletedTask;

        var outcome = await RunAsync(request => request with { Parallelism = 2 });

        Assert.Equal(JobStatus.Done, outcome.Status);
        Assert.Equal(1, meeting.CurrentPhaseNumber);
        meeting.Dispose();
    }

    [Fact]
    public async Task RunAsync_AnyJob_TellsItsObserver()
    {
        var observer = new CountingObserver();

        var outcome =
            await new MigrationPipeline(TimeProvider.System, observer).RunAsync(Request(), CancellationToken.None);

        Assert.Equal(outcome.Counts.BytesPushed, observer.Bytes);
        Assert.Equal(outcome.Counts.BytesPushed, observer.PlannedBytes);
        Assert.Equal(4, observer.Blobs);
        Assert.Equal(5, observer.Stages);
    }

    private static void InterlockedMax(ref int most, int now)
    {
        for (var seen = most; now > seen; seen = most)
        {
            Interlocked.CompareExchange(ref most, now, seen);
        }
    }

    private sealed class CountingObserver : IMigrationObserver
    {
        private long _bytes;
        private int _blobs;

        public long Bytes => _bytes;

        public int Blobs => _blobs;

        public long PlannedBytes { get; private set; }

        public int Stages { get; private set; }

        public void StageStarted(JobStage stage) => Stages++;

        public void StageEnded(StageTiming timing) => Assert.True(timing.Elapsed >= TimeSpan.Zero);

        public void PushStarted(int blobs, long bytes) => PlannedBytes = bytes;

        public void BytesRead(Descriptor blob, int count) => Interlocked.Add(ref _bytes, count);

        public void BlobPushed(Descriptor blob, PushResult result) => Interlocked.Increment(ref _blobs);
    }
}
