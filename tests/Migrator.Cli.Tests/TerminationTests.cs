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
        using var termination = new Termination(Long);
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
        using var termination = new Termination(Long);
        var run = termination.RunAsync(_ => new TaskCompletionSource<int>().Task);

        termination.Interrupt();
        Assert.False(run.IsCompleted);
        termination.Interrupt();

        Assert.Equal(ExitCode.Cancelled, await run.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task RunAsync_TidyingUpTakesTooLong_LeavesTheCommandBehind()
    {
        using var termination = new Termination(TimeSpan.Zero);
        var run = termination.RunAsync(_ => new TaskCompletionSource<int>().Task);

        termination.Interrupt();

        Assert.Equal(ExitCode.Cancelled, await run.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Grace_IsNoLongerThanTheMatrixAllows() =>
        Assert.InRange(Composition.TerminationGrace, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15));
}
