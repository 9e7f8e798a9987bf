using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;
using Migrator.Engine.Pushing;
using Migrator.Engine.Tests.Fakes;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Memory;

namespace Migrator.Engine.Tests.Pipeline;

public sealed class MigrationPipelineTests : IAsyncDisposable
{
    private readonly MemoryBindle _bindle =
        new MemoryBindle().With("a.txt", "first").With("b.txt", "second").With("c.txt", "third");
    private readonly WatchedTarget _target = new(new MemoryTarget());

    [Fact]
    public async Task RunAsync_NewBindle_WritesBlobsThenManifestThenTag()
    {
        var outcome = await RunAsync();

        Assert.Equal(JobStatus.Done, outcome.Status);
        Assert.Equal(
            ["blob", "blob", "blob", "blob", "manifest", "tag"], _target.Writes.Select(write => write.Split(' ')[0]));
        Assert.Equal(outcome.Manifest, await _target.ResolveOrNullAsync("1.2.0_b1", CancellationToken.None));
        Assert.Equal("1.2.0_b1", outcome.Tag);
        Assert.Equal(_bindle.Id, outcome.Id);
        Assert.Equal(4, outcome.Counts.BlobsPushed);
        Assert.Equal(0, outcome.Counts.BlobsAlreadyThere);
        Assert.True(_bindle.IsDisposed);
    }

    [Fact]
    public async Task RunAsync_Again_ReadsNoParcelAndWritesNothing()
    {
        var first = await RunAsync();
        _bindle.Opened.Clear();
        _target.Writes.Clear();

        var second = await RunAsync();

        Assert.Equal(JobStatus.AlreadyThere, second.Status);
        Assert.Equal(first.Manifest, second.Manifest);
        Assert.Empty(_target.Writes);
        Assert.Empty(_bindle.Opened);
        Assert.Equal(new PushCounts(0, 4, 0, first.Counts.BytesPushed), second.Counts);
    }

    [Fact]
    public async Task RunAsync_TagPointsElsewhere_IsRefusedAndLeavesTheTag()
    {
        var other = await RunAsync(tag: "latest");
        _bindle.With("d.txt", "fourth");
        _target.Writes.Clear();

        var outcome = await RunAsync(tag: "latest");

        Assert.Equal(JobStatus.TargetRefused, outcome.Status);
        var finding = Assert.Single(outcome.Findings, finding => finding.Kind == PushFindings.TagTaken);
        Assert.Contains(other.Manifest!.Digest.ToString(), finding.Message, StringComparison.Ordinal);
        Assert.Contains(outcome.Manifest!.Digest.ToString(), finding.Message, StringComparison.Ordinal);
        Assert.Empty(_target.Writes);
    }

    [Fact]
    public async Task RunAsync_TagPointsElsewhereWithForce_MovesTheTagAndSaysSo()
    {
        await RunAsync(tag: "latest");
        _bindle.With("d.txt", "fourth");

        var outcome = await RunAsync(request => request with { Force = true }, tag: "latest");

        Assert.Equal(JobStatus.Done, outcome.Status);
        Assert.Single(outcome.Findings, finding => finding.Kind == PushFindings.TagMoved);
        Assert.Equal(outcome.Manifest, await _target.ResolveOrNullAsync("latest", CancellationToken.None));
        Assert.Equal(3, outcome.Counts.BlobsAlreadyThere);
    }

    [Fact]
    public async Task RunAsync_DryRun_SaysWhatItWouldDoAndWritesNothing()
    {
        var outcome = await RunAsync(request => request with { DryRun = true });

        Assert.Equal(JobStatus.Planned, outcome.Status);
        Assert.Equal(4, outcome.Counts.BlobsPushed);
        Assert.NotNull(outcome.Manifest);
        Assert.Empty(_target.Writes);
        Assert.Empty(_bindle.Opened);
    }

    [Fact]
    public async Task RunAsync_DryRunAgainstATakenTag_IsRefusedAsTheRunWouldBe()
    {
        await RunAsync(tag: "latest");
        _bindle.With("d.txt", "fourth");

        var outcome = await RunAsync(request => request with { DryRun = true }, tag: "latest");

        Assert.Equal(JobStatus.TargetRefused, outcome.Status);
    }

    [Fact]
    public async Task RunAsync_DamagedParcels_TellsAllOfThemAndWritesNoManifest()
    {
        _bindle.Damage("a.txt").Damage("c.txt");

        var outcome = await RunAsync();

        Assert.Equal(JobStatus.SourceRefused, outcome.Status);
        var subjects = outcome.Findings.Where(
            finding => finding.Kind == VerifyFindings.DigestDiffers).Select(finding => finding.Subject);
        Assert.Equal(["parcel a.txt", "parcel c.txt"], subjects.Order(StringComparer.Ordinal));
        Assert.All(_target.Writes, write => Assert.StartsWith("blob", write, StringComparison.Ordinal));
        Assert.Null(await _target.ResolveOrNullAsync("1.2.0_b1", CancellationToken.None));
    }

    [Fact]
    public async Task RunAsync_SourceFailsWhileReading_IsTheSourcesFault()
    {
        _bindle.OnOpen = (sha, stream) => sha == _bindle.ShaOf("b.txt") ? new BrokenStream() : stream;

        var outcome = await RunAsync();

        Assert.Equal(JobStatus.SourceRefused, outcome.Status);
        var finding = Assert.Single(outcome.Findings, finding => finding.Kind == JobFindings.SourceUnusable);
        Assert.Contains("bad sector", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NoSuchBindle_IsTheSourcesFault()
    {
        var outcome = await RunAsync(request => request with { Id = BindleId.Parse("no/such/1.0.0") });

        Assert.Equal(JobStatus.SourceRefused, outcome.Status);
        Assert.Single(outcome.Findings, finding => finding.Kind == JobFindings.SourceUnusable);
        Assert.Equal("no/such/1.0.0", outcome.Id!.ToString());
    }

    [Fact]
    public async Task RunAsync_SourceCannotBeOpened_IsTheSourcesFault()
    {
        var outcome = await RunAsync(request => request with
        {
            OpenSource = _ => throw new BindleSourceException("./nowhere", "There is nothing at ./nowhere."),
        });

        Assert.Equal(JobStatus.SourceRefused, outcome.Status);
        Assert.Equal("./nowhere", Assert.Single(outcome.Findings).Place);
        Assert.Null(outcome.Source);
    }

    [Theory]
    [InlineData("blob", true, JobStatus.Temporary)]
    [InlineData("blob", false, JobStatus.TargetRefused)]
    [InlineData("manifest", true, JobStatus.Temporary)]
    [InlineData("tag", true, JobStatus.Temporary)]
    public async Task RunAsync_TargetFails_TellsWhetherItMayPass(string write, bool isDisk, JobStatus status)
    {
        _target.BeforeWrite = line => line.StartsWith(write, StringComparison.Ordinal)
            ? throw new TargetException("memory", "No room.", isDisk ? new IOException("disk full") : null)
            : Task.CompletedTask;

        var outcome = await RunAsync();

        Assert.Equal(status, outcome.Status);
        Assert.Contains(outcome.Findings, finding => finding.Message == "No room.");
        Assert.Null(await _target.ResolveOrNullAsync("1.2.0_b1", CancellationToken.None));
    }

    [Fact]
    public async Task RunAsync_Stopped_ThrowsAndSetsNoTag()
    {
        using var stop = new CancellationTokenSource();
        _target.BeforeWrite = line =>
        {
            if (line.StartsWith("manifest", StringComparison.Ordinal))
            {
                stop.Cancel();
            }

            return Task.CompletedTask;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new MigrationPipeline(TimeProvider.System, NoObserver.Instance).RunAsync(Request(), stop.Token));

        Assert.Null(await _target.ResolveOrNullAsync("1.2.0_b1", CancellationToken.None));
        Assert.True(_bindle.IsDisposed);
    }

    [Fact]
    public async Task RunAsync_AnyJob_TimesItsStagesInOrder()
    {
        var outcome = await new MigrationPipeline(
            new SteppingClock(), NoObserver.Instance).RunAsync(Request(), CancellationToken.None);

        Assert.Equal(
            [(JobStage.Read, 2), (JobStage.Verify, 1), (JobStage.Convert, 1), (JobStage.Push, 1)],
            outcome.Timings.Select(timing => (timing.Stage, (int)timing.Elapsed.TotalSeconds)));
    }

    [Theory]
    [InlineData("\0asm\u0001\0\0\0", false)]
    [InlineData("(module)", true)]
    [InlineData("", true)]
    public async Task RunAsync_Module_IsLookedAtOnTheWay(string content, bool isDoubtful)
    {
        _bindle.With("app.wasm", content, "application/wasm");

        var outcome = await RunAsync();

        Assert.Equal(JobStatus.Done, outcome.Status);
        Assert.Equal(isDoubtful, outcome.Findings.Any(finding => finding.Kind == PushFindings.NotWasm));
        Assert.Single(_bindle.Opened, sha => sha == _bindle.ShaOf("app.wasm"));
    }

    [Fact]
    public async Task RunAsync_ManyBlobs_PushesAtMostAsManyAtOnceAsAsked()
    {
        var running = 0;
        var most = 0;
        Enumerable.Range(0, 40).ToList().ForEach(number => _bindle.With($"{number}", $"content {number}"));
        _target.BeforeWrite = async _ =>
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
        _target.BeforeWrite =
            line => line.StartsWith("blob", StringComparison.Ordinal) && Interlocked.Increment(ref arrived) <= 2
            ? Task.Run(() => meeting.SignalAndWait(TimeSpan.FromMinutes(1)))
            : Task.CompletedTask;

        var outcome = await RunAsync(request => request with { Parallelism = 2 });

        Assert.Equal(JobStatus.Done, outcome.Status);
        Assert.Equal(1, meeting.CurrentPhaseNumber);
        meeting.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public async Task RunAsync_ParallelismOutOfRange_Throws(int parallelism) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => RunAsync(request => request with { Parallelism = parallelism }));

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

    public ValueTask DisposeAsync() => _target.DisposeAsync();

    private static void InterlockedMax(ref int most, int now)
    {
        for (var seen = most; now > seen; seen = most)
        {
            Interlocked.CompareExchange(ref most, now, seen);
        }
    }

    private MigrationRequest Request(string? tag = null) => new()
    {
        OpenSource = _bindle.OpenSourceAsync,
        Target = MigrationTarget.Of(_target, tag),
        Conversion = new ConversionOptions { Profile = Profile.Bindle },
    };

    private Task<MigrationOutcome> RunAsync(Func<MigrationRequest, MigrationRequest>? change = null, string? tag = null)
    {
        var request = Request(tag);
        return new MigrationPipeline(TimeProvider.System, NoObserver.Instance)
            .RunAsync(change is null ? request : change(request), CancellationToken.None);
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
