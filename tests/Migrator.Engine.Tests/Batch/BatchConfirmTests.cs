using Microsoft.Extensions.Time.Testing;
using Migrator.Engine.Batch;
using Migrator.Engine.Batch.Running;
using Migrator.Engine.Journal;
using Migrator.Engine.Tests.Fakes;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;

namespace Migrator.Engine.Tests.Batch;

/// <summary>Runs that look again for what was done, one look at a time, and are ended meanwhile.</summary>
public sealed class BatchConfirmTests : IAsyncLifetime
{
    private const int Apps = 6;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private SampleBatch _batch = null!;
    private int _looks;

    public async Task InitializeAsync()
    {
        _batch = await SampleBatch.StartAsync(new SampleStore(Apps));
        _batch.Clock = _clock;
        _batch.Extra = "[limits]\napps = 1\nblobs = 1";
        await _batch.PlanAsync();
        await _batch.RunAsync();
    }

    [Theory]
    [InlineData(2, 2, RunEnding.Stopped)]
    [InlineData(Apps, Apps, RunEnding.Finished)]
    public async Task RunAsync_AskedToStopWhileItLooks_HasStoppedWhatItDidNotLookFor(
        int after, int confirmed, RunEnding ending)
    {
        using var drain = new CancellationTokenSource();
        OnLook(after, drain.Cancel);

        var ended = await RunAsync(new BatchRunOptions { Drain = drain.Token });

        Assert.Equal((ending, confirmed, 0), (ended.Ending, ended.Progress.Confirmed, ended.Open));
        Assert.Equal(Apps - confirmed, ended.Progress.NotLookedFor);
        Assert.Equal(ending, LastRecorded());
    }

    [Theory]
    [InlineData(2, RunEnding.OutOfTime)]
    [InlineData(Apps, RunEnding.Finished)]
    public async Task RunAsync_TimeIsOverWhileItLooks_HasEndedForWhatItDidNotLookFor(int after, RunEnding ending)
    {
        OnLook(after, () => _clock.Advance(TimeSpan.FromHours(1)));

        var ended = await RunAsync(Limited(limits => limits with { MaxDuration = TimeSpan.FromHours(1) }));

        Assert.Equal((ending, after, 0), (ended.Ending, ended.Progress.Confirmed, ended.Open));
        Assert.Equal(ending, LastRecorded());
    }

    [Fact]
    public async Task RunAsync_StoppedAfterAnAppThatTheRegistryLost_HasBothLeft()
    {
        _batch.Registry.Repository("team/app00001").Tags.TryRemove("1.0.0", out _);
        using var drain = new CancellationTokenSource();
        OnLook(2, drain.Cancel);

        var ended = await RunAsync(new BatchRunOptions { Drain = drain.Token });

        Assert.Equal((RunEnding.Stopped, 1, 1), (ended.Ending, ended.Progress.Reopened, ended.Open));
        Assert.Equal(Apps - 2, ended.Progress.NotLookedFor);
    }

    [Theory]
    [InlineData(true, null, 1, RunEnding.TooManyErrors)]
    [InlineData(false, 3, 3, RunEnding.TooManyErrors)]
    [InlineData(false, Apps, Apps, RunEnding.Finished)]
    [InlineData(false, null, Apps, RunEnding.Finished)]
    public async Task RunAsync_LooksThatFail_CountForTheLimitsOnErrors(
        bool failFast, int? maxErrors, int looked, RunEnding ending)
    {
        _batch.OpeningTarget = () => throw new TargetException("t", "It is in trouble.");

        var ended = await RunAsync(Limited(limits => limits with { FailFast = failFast, MaxErrors = maxErrors }));

        Assert.Equal((ending, looked), (ended.Ending, ended.Progress.Unconfirmed));
        Assert.Equal((0, Apps - looked), (ended.Progress.Denied, ended.Progress.NotLookedFor));
        Assert.Equal("Done 6", _batch.States());
    }

    [Fact]
    public async Task RunAsync_ToldToLeaveAtOnce_SaysHowItEndedBeforeItThrows()
    {
        using var leave = new CancellationTokenSource();
        OnLook(2, leave.Cancel);
        var events = new List<BatchEvent>();

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => _batch.RunAsync(heard: events.Add, stop: leave.Token));

        Assert.Equal(RunEnding.Cancelled, Assert.IsType<RunEnded>(events[^1]).Ending);
        Assert.Equal(RunEnding.Cancelled, LastRecorded());
    }

    [Fact]
    public async Task RunAsync_LookThatIsRefusedForItsLogin_IsCountedAsThat()
    {
        OnLook(2, () => throw new RegistryException("t", RegistryFailure.Credentials, "It wants a login."));

        var ended = await RunAsync(new BatchRunOptions());

        Assert.Equal((1, 1, 5), (ended.Progress.Unconfirmed, ended.Progress.Denied, ended.Progress.Confirmed));
    }

    public async Task DisposeAsync() => await _batch.DisposeAsync();

    private void OnLook(int number, Action happens) => _batch.OpeningTarget = () =>
    {
        if (++_looks == number)
        {
            happens();
        }
    };

    private BatchRunOptions Limited(Func<BatchLimits, BatchLimits> limit) =>
        new() { Limits = limit(_batch.File().Limits) };

    private async Task<RunEnded> RunAsync(BatchRunOptions options) => (RunEnded)(await _batch.RunAsync(options))[^1];

    private RunEnding? LastRecorded()
    {
        using var view = JournalView.Open(_batch.Journal);
        return view.Runs()[^1].Ending;
    }
}
