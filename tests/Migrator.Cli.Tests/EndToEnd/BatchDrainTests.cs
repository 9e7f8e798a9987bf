using System.Text.Json;
using Migrator.Engine.Journal;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>A batch that is stopped, and whose registry lets it wait for longer than there is time.</summary>
public sealed class BatchDrainTests : IDisposable
{
    private readonly BatchFolder _folder = new(3);

    [Theory]
    [InlineData("ndjson")]
    [InlineData("json")]
    public async Task Run_WhatHasBegunDoesNotEndInTime_IsCancelledInEventsAndJournal(string output)
    {
        await using var registry = await RegistryHost.StartAsync();
        await CliRun.OfAsync("batch", "plan", _folder.WriteBatch(registry.Host, "batch"));
        var gate = new FaultGate();
        registry.Faults.OnEvery(RequestKind.ManifestPut, Fault.Hang(gate));
        using var stop = new CancellationTokenSource();
        var running = CliRun.OfAsync(
            context => context with { Clock = new ImpatientClock() },
            stop.Token,
            "batch", "run", _folder.Journal("batch"), "--output", output);
        await gate.Entered;

        await stop.CancelAsync();

        var run = await running;
        gate.Release();
        Assert.Equal(ExitCode.Cancelled, run.ExitCode);
        using var last = JsonDocument.Parse(run.Output.TrimEnd('\n').Split('\n')[^1]);
        Assert.Equal("run-ended", last.RootElement.GetProperty("event").GetString());
        Assert.Equal("cancelled", last.RootElement.GetProperty("ending").GetString());
        Assert.Equal(3, last.RootElement.GetProperty("open").GetInt64());
        using var view = JournalView.Open(_folder.Journal("batch"));
        Assert.Equal(RunEnding.Cancelled, view.Runs()[^1].Ending);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A clock on which the time to end what has begun is over at once.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new ImpatientTimer(System.CreateTimer(callback, state, dueTime, period));
    }

    private sealed class ImpatientTimer(ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) =>
            inner.Change(dueTime == Composition.DrainTime ? TimeSpan.Zero : dueTime, period);

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
