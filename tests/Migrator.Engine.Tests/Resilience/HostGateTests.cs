using Microsoft.Extensions.Time.Testing;
using Migrator.Engine.Resilience;
using Migrator.Engine.Resilience.Throttling;

namespace Migrator.Engine.Tests.Resilience;

public sealed class HostGateTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Enter_LongBodiesFillTheirPlaces_AShortRequestStillGoes()
    {
        var gate = Gate(8);
        var bodies = Enumerable.Range(0, 20).Select(_ => gate.EnterAsync(RequestLane.Long, default)).ToList();
        Assert.Equal(6, bodies.Count(body => body.IsCompleted));

        var asked = Enumerable.Range(0, 5).Select(_ => gate.EnterAsync(RequestLane.Short, default)).ToList();
        Assert.Equal(2, asked.Count(turn => turn.IsCompleted));
        (await asked[0]).Dispose();
        await asked[2];
    }

    [Fact]
    public async Task Enter_LimitOfOneAndALongBody_AShortRequestStillGoes()
    {
        var gate = Gate(8);
        await CutAsync(gate, 3);
        Assert.Equal(1, gate.Limit);
        await gate.EnterAsync(RequestLane.Long, default);
        await gate.EnterAsync(RequestLane.Short, default);
        Assert.False(gate.EnterAsync(RequestLane.Short, default).IsCompleted);
        Assert.False(gate.EnterAsync(RequestLane.Long, default).IsCompleted);
    }

    [Fact]
    public async Task Enter_ConcurrencyOfOne_IsOne()
    {
        var gate = Gate(1);
        await gate.EnterAsync(RequestLane.Long, default);
        Assert.False(gate.EnterAsync(RequestLane.Short, default).IsCompleted);

        // What an upload reads from the same host does not wait for the upload.
        await gate.EnterAsync(RequestLane.Free, default);
    }

    [Fact]
    public async Task TryCut_RequestsInFlightTogether_HalveOnce()
    {
        var gate = Gate(16);
        var turns = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => gate.EnterAsync(RequestLane.Short, default)));
        Assert.Equal(1, turns.Count(turn => turn.TryCut()));
        Assert.Equal(8, gate.Limit);
    }

    [Fact]
    public async Task TryRaise_ALimitsWorth_AddsOneUpToTheConcurrency()
    {
        var gate = Gate(8);
        await CutAsync(gate, 2);
        var limits = Enumerable.Range(0, 40).Select(_ =>
        {
            gate.TryRaise();
            return gate.Limit;
        }).ToList();

        Assert.Equal([2, 3, 3, 3, 4, 4, 4, 4, 5], limits.Take(9));
        Assert.Equal(8, limits[^1]);
        Assert.Equal(8, limits.Max());
    }

    [Fact]
    public async Task TryCut_WithoutEnd_LeavesOne()
    {
        var gate = Gate(16);
        await CutAsync(gate, 20);
        Assert.Equal(1, gate.Limit);
    }

    [Fact]
    public async Task Enter_GivenUpInTheQueue_TakesNoPlace()
    {
        var gate = Gate(1);
        var first = await gate.EnterAsync(RequestLane.Short, default);
        using var stop = new CancellationTokenSource();
        var second = gate.EnterAsync(RequestLane.Short, stop.Token);
        var third = gate.EnterAsync(RequestLane.Short, default);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Dispose();
        await third;
    }

    [Fact]
    public async Task Enter_GivenUpWhileClosed_GivesItsPlaceBack()
    {
        var gate = Gate(1);
        Assert.True(gate.TryClose(TimeSpan.FromSeconds(10)));
        Assert.False(gate.TryClose(TimeSpan.FromSeconds(5)));
        using var stop = new CancellationTokenSource();
        var first = gate.EnterAsync(RequestLane.Short, stop.Token);
        var second = gate.EnterAsync(RequestLane.Short, default);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(second.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(10));
        await second;
    }

    [Fact]
    public async Task Enter_Rate_LetsASecondsWorthGoAndThenOneByOne()
    {
        var gate = new HostGate("h", new ResilienceOptions { RequestsPerSecond = 4, Concurrency = 100 }, _clock);
        var turns = Enumerable.Range(0, 12).Select(_ => gate.EnterAsync(RequestLane.Short, default)).ToList();
        Assert.Equal(4, turns.Count(turn => turn.IsCompleted));
        for (var quarter = 1; quarter <= 8; quarter++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            await turns[3 + quarter];
            Assert.Equal(4 + quarter, turns.Count(turn => turn.IsCompleted));
        }
    }

    private static async Task CutAsync(HostGate gate, int times)
    {
        for (var cut = 0; cut < times; cut++)
        {
            using var turn = await gate.EnterAsync(RequestLane.Short, default);
            turn.TryCut();
        }
    }

    private HostGate Gate(int concurrency) =>
        new("registry.test", new ResilienceOptions { Concurrency = concurrency }, _clock);
}
