using Migrator.Bindle.Sources;
using Migrator.Engine.Batch.Planning;
using Migrator.Engine.Batch.Running;
using Migrator.Engine.Jobs;
using Migrator.Engine.Journal;
using Migrator.Engine.Reporting;
using Migrator.Engine.Tests.Fakes;
using Migrator.Testing;

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
    public async Task Apps_OneMachineFindsWhatAnotherBrought_SayWhatTheOtherDid()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 6));
        var copies = await RunPartsAsync(batch, parts: 2);
        var before = Counted(copies);

        await RunAsync(batch, copies[0], Shard.Whole);

        var after = Counted(copies);
        Assert.Equal("Done 6", before.States);
        Assert.Equal((before.States, before.Sent, before.Attempts + 3), (after.States, after.Sent, after.Attempts));
        Assert.Equal(
            (before.Sent, 0L),
            (after.Report.Sizes.Sent, after.Report.Sizes.Found - before.Report.Sizes.Found));
        Assert.Equal(after.Sent, Counted([copies[1], copies[0]]).Sent);
    }

    [Fact]
    public async Task Apps_LaterAttemptOfAnotherMachineFailed_SayThatItFailed()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 4));
        var copies = await RunPartsAsync(batch, parts: 2);
        var before = Counted(copies);
        batch.Source = new SampleStore(apps: 4)
        {
            Change = (_, app) => app with { Failure = new BindleSourceException("s", "It is gone.") },
        };

        await RunAsync(batch, copies[0], Shard.Whole);

        Assert.Equal(("Done 2, Failed 2", before.Sent), (Counted(copies).States, Counted(copies).Sent));
    }

    [Fact]
    public async Task Apps_CopiesOfAJournalThatHadRuns_CountItsAttemptsOnce()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 4));
        await batch.PlanAsync();
        await RunAsync(batch, batch.Journal, Part(1, 2));
        File.Copy(batch.Journal, batch.Journal + ".copy");
        await RunAsync(batch, batch.Journal + ".copy", Part(2, 2));

        var both = Counted([batch.Journal, batch.Journal + ".copy"]);

        Assert.Equal(("Done 4", 4), (both.States, both.Attempts));
        Assert.Equal(Counted([batch.Journal + ".copy"]).Sent, both.Sent);
        Assert.Equal([(1L, "1/2"), (2, "2/2")], both.Report.Runs.Select(run => (run.Number, run.Shard)));
        using var views = JournalViews.Open(batch.Journal + ".copy", batch.Journal);
        Assert.Equal([1L, 2, 1, 2], views.Apps().Select(app => app.Last!.Run));
        Assert.Equal(both.Report.Runs, views.Runs());
    }

    [Fact]
    public async Task Runs_OneWithoutAnEndAndCopiesThatTellMore_SayMostInWhateverOrder()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 1));
        await batch.PlanAsync();
        await using (var journal = BatchJournal.Open(batch.Journal))
        {
            await journal.BeginRunAsync(batch.Clock.GetUtcNow(), Shard.Whole, batch.Folder, []);
        }

        var copies = Copies(batch, 2);
        await RunAsync(batch, copies[1], Shard.Whole);

        foreach (var paths in (List<string>[])[copies, [copies[1], copies[0]]])
        {
            using var views = JournalViews.Open(paths);
            Assert.Equal(
                [(1L, true, false), (2, false, true)],
                views.Runs().Select(run => (run.Number, run.WasKilled, run.Ended is not null)));
        }
    }

    [Fact]
    public async Task Apps_OneMachineFindsThatAppsAreLost_SayItInWhateverOrder()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 6));
        await batch.PlanAsync();
        await batch.RunAsync();
        // All are there already by this plan, and no attempt says so.
        await batch.PlanAsync(new PlanOptions { Replace = true });
        var copies = Copies(batch, 2);
        Lose(batch, 1, 3, 5);

        await RunAsync(batch, copies[0], Part(2, 2));
        await RunAsync(batch, copies[1], Part(1, 2), one: true);

        Assert.Equal("Waiting 2, Done 1, AlreadyThere 3", InBothOrders(copies));
        await RunAsync(batch, copies[0], Part(1, 2));
        Assert.Equal("Done 3, AlreadyThere 3", InBothOrders(copies));
    }

    [Fact]
    public async Task Apps_CopyOfAFinishedJournalFindsThatAppsAreLost_SayItInWhateverOrder()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 6));
        await batch.PlanAsync();
        await batch.RunAsync();
        var copies = Copies(batch, 2);
        Lose(batch, 1, 2, 3);

        await RunAsync(batch, copies[1], Shard.Whole, one: true);

        Assert.Equal("Waiting 2, Done 4", InBothOrders(copies));
        Assert.All(Apps(copies), app => Assert.Equal(app.App.Number <= 3, app.Lost is not null));
    }

    [Fact]
    public async Task Apps_LostAfterAnotherMachineBroughtThemAgain_AreOpenAndTellOfThatAttempt()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 2));
        await batch.PlanAsync();
        await batch.RunAsync();
        await batch.PlanAsync(new PlanOptions { Replace = true });
        var copies = Copies(batch, 2);
        Lose(batch, 1, 2);
        await RunAsync(batch, copies[0], Shard.Whole);
        Assert.Equal("Done 2", InBothOrders(copies));
        Lose(batch, 1, 2);

        await RunAsync(batch, copies[1], Shard.Whole, one: true);

        Assert.Equal("Waiting 1, Done 1", InBothOrders(copies));
        Assert.All(Apps(copies), app => Assert.Equal(
            (JobStatus.Done, app.App.State == AppState.Done ? 2 : 1), (app.Last!.Status!.Value, app.Attempts)));
        Assert.Equal(Apps(copies).Sum(app => app.Sent), Apps([copies[1], copies[0]]).Sum(app => app.Sent));
    }

    [Theory]
    [InlineData("")]
    [InlineData("path")]
    [InlineData("link")]
    [InlineData("hard link")]
    public async Task Open_OneFileTwice_IsRefused(string by)
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 1));
        await batch.PlanAsync();
        var other = by switch
        {
            "path" => Path.Combine(batch.Folder, ".", "batch.db"),
            "link" => File.CreateSymbolicLink(batch.Journal + ".link", batch.Journal).FullName,
            "hard link" => await HardLinkAsync(batch.Journal),
            _ => batch.Journal,
        };

        var failure = Assert.Throws<JournalException>(() => JournalViews.Open(batch.Journal, other));

        Assert.Equal(JournalFailure.GivenTwice, failure.Failure);
        Assert.Contains($"'{batch.Journal}'; give each copy once", failure.Message, StringComparison.Ordinal);
        File.Copy(batch.Journal, batch.Journal + ".copy");
        JournalViews.Open(batch.Journal, batch.Journal + ".copy").Dispose();
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

    private static List<string> Copies(SampleBatch batch, int count) =>
    [
        .. Enumerable.Range(1, count).Select(number =>
        {
            File.Copy(batch.Journal, $"{batch.Journal}.{number}");
            return $"{batch.Journal}.{number}";
        }),
    ];

    private static void Lose(SampleBatch batch, params ReadOnlySpan<int> apps)
    {
        foreach (var app in apps)
        {
            var lost = batch.Registry.Repository($"team/app{app:00000}");
            lost.Tags.Clear();
            lost.Manifests.Clear();
            lost.Blobs.Clear();
        }
    }

    private static string InBothOrders(List<string> copies)
    {
        var states = Counted(copies).States;
        Assert.Equal(states, Counted([copies[1], copies[0]]).States);
        return states;
    }

    private static List<RecordedApp> Apps(List<string> paths)
    {
        using var views = JournalViews.Open(paths);
        return [.. views.Apps()];
    }

    private static async Task<List<string>> RunPartsAsync(SampleBatch batch, int parts)
    {
        await batch.PlanAsync();
        var copies = new List<string>();
        for (var part = 1; part <= parts; part++)
        {
            copies.Add($"{batch.Journal}.{part}");
            File.Copy(batch.Journal, copies[^1]);
            await RunAsync(batch, copies[^1], Part(part, parts));
        }

        return copies;
    }

    private static Shard Part(int part, int parts) =>
        Shard.TryParse($"{part}/{parts}", out var shard) ? shard : throw new ArgumentException("No part.");

    private static async Task<string> HardLinkAsync(string path)
    {
        var made = await Tool.RunAsync("ln", path, path + ".hard");
        Assert.True(made.ExitCode == 0, made.Error);
        return path + ".hard";
    }

    private static (string States, long Sent, int Attempts, BatchReport Report) Counted(List<string> paths)
    {
        using var views = JournalViews.Open(paths);
        var apps = views.Apps().ToList();
        var states = apps.CountBy(app => app.App.State).OrderBy(count => count.Key)
            .Select(count => $"{count.Key} {count.Value}");
        return (
            string.Join(", ", states),
            apps.Sum(app => app.Sent),
            apps.Sum(app => app.Attempts),
            BatchReport.Of(paths[0], views, TimeProvider.System));
    }

    private static async Task RunAsync(SampleBatch batch, string path, Shard shard, bool one = false)
    {
        await using var journal = BatchJournal.Open(path);
        var run = new BatchRun(journal, batch.Places(), TimeProvider.System);
        var limits = batch.File().Limits;
        var options = new BatchRunOptions
        {
            Shard = shard,
            Limits = one ? limits with { Apps = 1, MaxTransfer = 1 } : limits,
        };
        await foreach (var _ in run.RunAsync(options, CancellationToken.None))
        {
        }
    }
}
