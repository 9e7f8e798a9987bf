using Microsoft.Extensions.Time.Testing;
using Migrator.Engine.Batch.Running;
using Migrator.Engine.Journal;
using Migrator.Engine.Tests.Fakes;

namespace Migrator.Engine.Tests.Batch;

/// <summary>In what order and for how long apps are begun, what referrers cost, what others see meanwhile.</summary>
public sealed class BatchOrderTests
{
    [Fact]
    public async Task RunAsync_ManyVersionsOfAName_GoesRoundTheRepositories()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 3));
        var bindles = from name in Enumerable.Range(1, 3)
                      from version in Enumerable.Range(0, 4)
                      select $"\"app{name:00000}/1.{version}.0\"";
        batch.FromSource = $"bindles = [{string.Join(", ", bindles)}]";
        batch.Extra = "[limits]\napps = 1";
        await batch.PlanAsync();

        var events = await batch.RunAsync();

        var rounds = events.OfType<AppStarted>().Select(started => started.App.Repository).Chunk(3).ToList();
        Assert.Equal(4, rounds.Count);
        Assert.All(rounds, round => Assert.Equal(3, round.Distinct(StringComparer.Ordinal).Count()));
    }

    [Fact]
    public async Task RunAsync_TimeIsUp_BeginsNoOtherAndEndsWhatHasBegun()
    {
        var clock = new FakeTimeProvider();
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 9));
        batch.Clock = clock;
        batch.Extra = "[limits]\napps = 1\nmax-duration = \"90m\"";
        await batch.PlanAsync();
        batch.Source = new SampleStore(apps: 9)
        {
            Change = (_, app) =>
            {
                clock.Advance(TimeSpan.FromHours(1));
                return app;
            },
        };

        var ended = (RunEnded)(await batch.RunAsync())[^1];

        Assert.Equal((RunEnding.OutOfTime, 2, 7), (ended.Ending, ended.Progress.Done, ended.Open));
        Assert.Equal("Waiting 7, Done 2", batch.States());
        // The next run has its own time.
        Assert.Equal(2, ((RunEnded)(await batch.RunAsync())[^1]).Progress.Done);
    }

    [Fact]
    public async Task RunAsync_WithReferrers_CostsWhatThePlanSaysAndTheIndexOfARegistryWithoutAList()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 30));
        batch.Target = "";
        var plan = await batch.PlanAsync();
        batch.Registry.Requests.Clear();

        await batch.RunAsync();

        Assert.Equal("Done 30", batch.States());
        // Distribution 3 keeps no list of referrers: an index is read and put for each app.
        Assert.Equal(plan.Estimate.Requests + (2 * 30), batch.Registry.Requests.Count);
    }

    [Fact]
    public async Task RunAsync_WhileItWrites_StatusReadsATrueMoment()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 50));
        var plan = await batch.PlanAsync();
        var ended = 0L;
        var told = new List<(long Told, long Recorded)>();

        await batch.RunAsync(heard: happened =>
        {
            ended += happened is AppEnded ? 1 : 0;
            using var view = JournalView.Open(batch.Journal);
            var states = view.States();
            Assert.Equal(plan.Apps, states.Values.Sum());
            Assert.Equal(plan.Apps, view.Apps().Count());
            told.Add((ended, states.GetValueOrDefault(AppState.Done)));
        });

        // What is told is recorded before, and what is recorded is never taken back.
        Assert.All(told, moment => Assert.True(moment.Recorded >= moment.Told, $"{moment}"));
        Assert.Equal(told.Select(moment => moment.Recorded).Order(), told.Select(moment => moment.Recorded));
        Assert.Equal((50, 50), told[^1]);
    }
}
