namespace Migrator.Cli.Tests.Commands;

/// <summary>How a run of a batch that is at its target ends when it cannot look at all of it.</summary>
public sealed class BatchRunEndTests : IAsyncLifetime, IDisposable
{
    private readonly BatchStore _store = new("one", "two", "three");

    public async Task InitializeAsync()
    {
        Assert.Equal(0, (await _store.PlanAsync()).ExitCode);
        Assert.Equal(0, (await CliRun.OfAsync("batch", "run", _store.Journal)).ExitCode);
    }

    [Fact]
    public async Task Run_StoppedBeforeItsLooks_IsNotDone()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        var run = await CliRun.OfAsync(stopped.Token, "batch", "run", _store.Journal);

        Assert.Equal(ExitCode.Cancelled, run.ExitCode);
        Assert.Contains("0 confirmed, 3 not looked at, ", run.Output, StringComparison.Ordinal);
        Assert.Contains($"\nGo on with: bindle2oci batch run {_store.Journal}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OutOfTimeBeforeItsLooks_IsEndedByALimit()
    {
        var run = await CliRun.OfAsync(
            context => context with { Clock = new HourlyClock() },
            CancellationToken.None,
            "batch", "run", _store.Journal, "--max-duration", "1s");

        Assert.Equal(ExitCode.Budget, run.ExitCode);
        Assert.Contains($"Go on with: bindle2oci batch run {_store.Journal}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TargetHasLostApps_SaysHowManyItOpenedAgain()
    {
        Directory.Delete(_store.Combine("store-one"), recursive: true);
        Directory.Delete(_store.Combine("store-two"), recursive: true);

        var run = await CliRun.OfAsync("batch", "run", _store.Journal);
        var again = await CliRun.OfAsync("batch", "run", _store.Journal);

        Assert.Equal((0, 0), (run.ExitCode, again.ExitCode));
        Assert.Contains(
            "2 done, 0 were there, 1 confirmed, 2 lost there and opened again, 0 failed, ", run.Output,
            StringComparison.Ordinal);
        Assert.Contains("0 done, 0 were there, 3 confirmed, 0 failed, ", again.Output, StringComparison.Ordinal);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _store.Dispose();

    /// <summary>A clock that goes on by an hour each time it is asked.</summary>
    private sealed class HourlyClock : TimeProvider
    {
        private long _hours;

        public override long GetTimestamp() =>
            Interlocked.Increment(ref _hours) * (long)TimeSpan.FromHours(1).TotalSeconds * TimestampFrequency;
    }
}
