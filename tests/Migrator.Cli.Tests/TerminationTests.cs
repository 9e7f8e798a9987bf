using Microsoft.Extensions.Time.Testing;
using Migrator.Oci.Targets.Registry;
using Migrator.Testing;

namespace Migrator.Cli.Tests;

/// <summary>What Ctrl-C does, once and twice.</summary>
[FaultRow(45)]
public sealed class TerminationTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    [Fact]
    public async Task RunAsync_Interrupted_LetsTheCommandTidyUp()
    {
        using var termination = new Termination(Long, TimeProvider.System);
        var tidied = new TaskCompletionSource();
        var run = termination.RunAsync(async stop =>
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Timeout.Infinite, stop));
            await tidied.Task;
            return 42;
        });

        termination.Interrupt();
        Assert.False(run.IsCompleted);
        tidied.SetResult();

        Assert.Equal(42, await run);
    }

    [Fact]
    public async Task RunAsync_InterruptedTwice_LeavesTheCommandBehind()
    {
        using var termination = new Termination(Long, TimeProvider.System);
        var run = termination.RunAsync(_ => new TaskCompletionSource<int>().Task);

        termination.Interrupt();
        Assert.False(run.IsCompleted);
        termination.Interrupt();

        Assert.Equal(ExitCode.Cancelled, await run.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task RunAsync_CommandBlocksItsThread_CanBeLeftAllTheSame()
    {
        using var termination = new Termination(Long, TimeProvider.System);
        using var input = new ManualResetEventSlim();
        var began = new TaskCompletionSource();
        var run = Task.Run(() => termination.RunAsync(_ =>
        {
            began.SetResult();
            input.Wait(CancellationToken.None);
            return Task.FromResult(0);
        }));
        await began.Task;

        termination.Interrupt();
        termination.Interrupt();

        Assert.Equal(ExitCode.Cancelled, await run.WaitAsync(TimeSpan.FromMinutes(1)));
        input.Set();
    }

    [Fact]
    public async Task RunAsync_TidyingUpTakesTooLong_LeavesTheCommandBehind()
    {
        using var termination = new Termination(TimeSpan.Zero, TimeProvider.System);
        var run = termination.RunAsync(_ => new TaskCompletionSource<int>().Task);

        termination.Interrupt();

        Assert.Equal(ExitCode.Cancelled, await run.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task RunAsync_CommandAskedForMoreTime_IsLeftBehindAfterThat()
    {
        var clock = new FakeTimeProvider();
        using var termination = new Termination(TimeSpan.FromSeconds(1), clock);
        var run = termination.RunAsync(_ => new TaskCompletionSource<int>().Task);
        termination.Allow(TimeSpan.FromSeconds(3));

        termination.Interrupt();
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.False(run.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(ExitCode.Cancelled, await run.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Grace_IsNoLongerThanTheMatrixAllows() =>
        Assert.InRange(Composition.TerminationGrace, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15));

    [Fact]
    public void DrainTime_IsNoLongerThanTheMatrixAllows() =>
        Assert.InRange(Composition.DrainTime, TimeSpan.FromSeconds(13), TimeSpan.FromSeconds(15));

    [Fact]
    public void BatchLeaveTime_HasRoomForTheJournalAndEndsBeforeAPodIsKilled()
    {
        var room = Composition.BatchLeaveTime - RegistryClient.StopTime;
        Assert.InRange(room, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        Assert.InRange(
            Composition.DrainTime + Composition.BatchLeaveTime, TimeSpan.Zero, TimeSpan.FromSeconds(28));
    }
}
