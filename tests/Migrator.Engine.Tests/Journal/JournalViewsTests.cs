using Migrator.Engine.Batch.Running;
using Migrator.Engine.Journal;
using Migrator.Engine.Reporting;
using Migrator.Engine.Tests.Fakes;

namespace Migrator.Engine.Tests.Journal;

/// <summary>Copies of a journal that machines ran a part each, read as one.</summary>
public sealed class JournalViewsTests
{
    [Fact]
    public async Task Open_CopiesThatRanAPartEach_AddUpToTheWholePlan()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 11));
        await batch.PlanAsync();
        var copies = new List<string>();
        for (var part = 1; part <= 3; part++)
        {
            var planned = batch.Journal;
            copies.Add($"{planned}.{part}");
            File.Copy(planned, copies[^1]);
            Assert.True(Shard.TryParse($"{part}/3", out var shard));
            await RunAsync(batch, copies[^1], shard);
        }

        using var views = JournalViews.Open(copies);
        var report = BatchReport.Of(copies[0], views, TimeProvider.System);

        Assert.Equal(11, report.States[AppState.Done]);
        Assert.True(report.IsComplete);
        Assert.Equal([1L, 2, 3], report.Runs.Select(run => run.Number));
        Assert.Equal(["1/3", "2/3", "3/3"], report.Runs.Select(run => run.Shard));
        Assert.Equal(
            Enumerable.Range(1, 11).Select(number => ((long)number, (long)((number - 1) % 3) + 1)),
            views.Apps().Select(app => (app.App.Number, app.Last!.Run)));
        Assert.Equal(11, batch.Registry.Repositories.Count());
    }

    [Fact]
    public async Task Open_JournalOfAnotherPlan_IsRefused()
    {
        await using var one = await SampleBatch.StartAsync(new SampleStore(apps: 1));
        await using var two = await SampleBatch.StartAsync(new SampleStore(apps: 2));
        await one.PlanAsync();
        await two.PlanAsync();

        var failure = Assert.Throws<JournalException>(() => JournalViews.Open(one.Journal, two.Journal));

        Assert.Equal(JournalFailure.OtherPlan, failure.Failure);
        Assert.Contains(two.Journal, failure.Message, StringComparison.Ordinal);
    }

    private static async Task RunAsync(SampleBatch batch, string path, Shard shard)
    {
        await using var journal = BatchJournal.Open(path);
        var run = new BatchRun(journal, batch.Places(), TimeProvider.System);
        await foreach (var _ in run.RunAsync(new BatchRunOptions { Shard = shard }, CancellationToken.None))
        {
        }
    }
}
