using Microsoft.Data.Sqlite;
using Migrator.Engine.Batch.Planning;
using Migrator.Engine.Batch.Running;
using Migrator.Engine.Journal;
using Migrator.Engine.Tests.Fakes;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.Journal;

/// <summary>Journals that cannot be used say why, and what they say of apps is true.</summary>
public sealed class BatchJournalTests
{
    [Fact]
    public async Task Open_WhileAnotherRunHasIt_IsRefusedAndStatusIsRead()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 2));
        await batch.PlanAsync();
        await using var first = BatchJournal.Open(batch.Journal);

        Assert.Equal(JournalFailure.Locked, FailureOf(() => BatchJournal.Open(batch.Journal)));
        using var view = JournalView.Open(batch.Journal);
        Assert.Equal(2, view.States()[AppState.Waiting]);
    }

    [Theory]
    [InlineData("no database at all, only text that is long enough", JournalFailure.Unfit)]
    [InlineData("", JournalFailure.Unfit)]
    [InlineData(null, JournalFailure.Missing)]
    public void Open_FileThatIsNoJournal_SaysSo(string? content, JournalFailure failure)
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "batch.db");
        if (content is not null)
        {
            File.WriteAllText(path, content);
        }

        Assert.Equal(failure, FailureOf(() => BatchJournal.Open(path)));
        Assert.Equal(failure, FailureOf(() => JournalView.Open(path)));
    }

    [Theory]
    [InlineData("PRAGMA user_version = 99", JournalFailure.Unfit)]
    [InlineData("PRAGMA application_id = 7", JournalFailure.Unfit)]
    [InlineData("UPDATE app SET state = 99 WHERE id = 1", JournalFailure.Unfit)]
    [InlineData("UPDATE app SET state = 'x' WHERE id = 1", JournalFailure.Unfit)]
    [InlineData("UPDATE app SET state = 2 WHERE id = 1", JournalFailure.Unfit)]
    [InlineData("UPDATE app SET state = 5 WHERE id = 1", JournalFailure.Unfit)]
    [InlineData("UPDATE app SET state = 6 WHERE id = 1", JournalFailure.Unfit)]
    [InlineData("INSERT INTO attempt(id, app, run, started) VALUES (1, 1, 1, 0)", JournalFailure.Unfit)]
    [InlineData("UPDATE app SET tag = 'other' WHERE id = 1", JournalFailure.OtherPlan)]
    [InlineData("UPDATE blob SET size = size + 1", JournalFailure.OtherPlan)]
    [InlineData("DELETE FROM app WHERE id = 2", JournalFailure.OtherPlan)]
    public async Task Open_JournalThatWasChanged_IsRefused(string change, JournalFailure failure)
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 2));
        await batch.PlanAsync();
        Change(batch.Journal, change);

        Assert.Equal(failure, FailureOf(() => BatchJournal.Open(batch.Journal)));
    }

    [Theory]
    [InlineData("attempt SET invoice = NULL")]
    [InlineData("attempt SET invoice = 'x'")]
    [InlineData("attempt SET signatures = X'00FF'")]
    [InlineData("attempt SET parcels = NULL")]
    [InlineData("attempt SET parcels = 0")]
    [InlineData("attempt SET parcel_bytes = -1")]
    [InlineData("attempt SET blobs = 0")]
    [InlineData("attempt SET bytes = NULL")]
    [InlineData("attempt SET blobs = NULL, bytes = NULL")]
    [InlineData("attempt SET manifest = NULL")]
    [InlineData("attempt SET ended = NULL, status = NULL; UPDATE app SET state = 1")]
    [InlineData("app SET lost = 'x'")]
    [InlineData("app SET state = 0")]
    public async Task Apps_ValueThatNoRunWrites_IsRefused(string change)
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 1));
        await batch.PlanAsync();
        await batch.RunAsync();
        Assert.Equal("Done 1", batch.States());
        Change(batch.Journal, $"UPDATE {change}");

        Assert.Equal(JournalFailure.Unfit, FailureOf(batch.Apps));
    }

    [Fact]
    public async Task Open_LostThatWasNeverThere_IsRefused()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 1));
        await batch.PlanAsync();
        Change(batch.Journal, "UPDATE app SET lost = 1");

        Assert.Equal(JournalFailure.Unfit, FailureOf(() => BatchJournal.Open(batch.Journal)));
    }

    [Fact]
    public async Task Open_TornFile_IsRefused()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 200));
        await batch.PlanAsync();
        using (var file = File.OpenWrite(batch.Journal))
        {
            file.SetLength(file.Length / 2);
        }

        Assert.Equal(JournalFailure.Unfit, FailureOf(() => BatchJournal.Open(batch.Journal)));
    }

    [Fact]
    public async Task RunAsync_DiskIsFull_StopsBeforeItTouchesTheTarget()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 300));
        await batch.PlanAsync();
        batch.Registry.Requests.Clear();
        await using (var journal = BatchJournal.Open(batch.Journal))
        {
            journal.StopGrowth();
            var run = new BatchRun(journal, batch.Places(), TimeProvider.System);
            var failure = await Assert.ThrowsAsync<JournalException>(async () =>
            {
                await foreach (var _ in run.RunAsync(new BatchRunOptions(), CancellationToken.None))
                {
                }
            });
            Assert.Equal(JournalFailure.Disk, failure.Failure);
        }

        var told = batch.Apps().Count(app => app.App.State == AppState.Done);
        var tagged = batch.Registry.Repositories.Count(name => !batch.Registry.Repository(name).Tags.IsEmpty);
        Assert.True(tagged - told is >= 0 and <= 8, $"{tagged} are at the registry, and {told} are told.");
        await batch.RunAsync();
        Assert.Equal("Done 300", batch.States());
        Assert.Empty(batch.Registry.IncompleteTags());
    }

    [Fact]
    public async Task PlanAsync_OverTheJournalOfAKilledRun_LeavesNothingOfIt()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 30));
        await batch.PlanAsync();
        // What a run that is killed now leaves on the disk: the journal, and its log.
        await batch.RunAsync(heard: happened =>
        {
            if (happened is AppEnded)
            {
                File.Copy(batch.Journal, batch.Journal + ".killed", overwrite: true);
                File.Copy(batch.Journal + "-wal", batch.Journal + "-wal.killed", overwrite: true);
            }
        });
        File.Move(batch.Journal + ".killed", batch.Journal, overwrite: true);
        File.Move(batch.Journal + "-wal.killed", batch.Journal + "-wal");
        Assert.NotEqual("Waiting 30", batch.States());
        batch.Source = new SampleStore(apps: 40);

        var plan = await batch.PlanAsync(new PlanOptions { Replace = true });
        await batch.RunAsync();

        Assert.Equal(40, plan.Apps);
        Assert.Equal(40, batch.Apps().Count);
        Assert.DoesNotContain(batch.Apps(), app => app.App.State is not (AppState.Done or AppState.AlreadyThere));
    }

    [Fact]
    public async Task PlanAsync_OverAFileThatIsNoJournal_LeavesItAlone()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 1));
        const string Text = "what somebody needs, in a file that is long enough to have the mark of another one. "
            + "It is no journal, and goes on for a while.";
        await File.WriteAllTextAsync(batch.Journal, Text);

        await Assert.ThrowsAsync<JournalException>(() => batch.PlanAsync(new PlanOptions { Replace = true }));

        Assert.Equal(Text, await File.ReadAllTextAsync(batch.Journal));
    }

    [Fact]
    public void Open_NoJournal_LeavesNothingBehind()
    {
        using var folder = new TempFolder();

        Assert.Equal(JournalFailure.Missing, FailureOf(() => BatchJournal.Open(folder.Combine("batch.db"))));

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static void Change(string journal, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={journal};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static JournalFailure FailureOf(Func<object> open) =>
        Assert.Throws<JournalException>(() => open()).Failure;
}
