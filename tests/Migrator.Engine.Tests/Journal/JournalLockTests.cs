using System.Diagnostics;
using Migrator.Engine.Batch.Planning;
using Migrator.Engine.Journal;
using Migrator.Engine.Tests.Fakes;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Journal;

/// <summary>
/// One run at a time, by whatever name a journal is reached; and what is no second run is not told as one.
/// </summary>
public sealed class JournalLockTests : IDisposable
{
    private readonly TempFolder _elsewhere = new();

    [Theory]
    [InlineData("link.db")]
    [InlineData("folder/batch.db")]
    [InlineData("chain.db")]
    public async Task Open_ByALinkWhileARunHasIt_IsRefused(string name)
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 2));
        await batch.PlanAsync();
        Link(batch);
        await using var first = BatchJournal.Open(batch.Journal);

        Assert.Equal(
            JournalFailure.Locked, FailureOf(() => BatchJournal.Open(_elsewhere.Combine(name.Split('/')))));
        Assert.False(File.Exists(_elsewhere.Combine("link.db.lock")));
    }

    [Fact]
    public async Task Open_WhileARunHasItByALink_IsRefused()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 2));
        await batch.PlanAsync();
        Link(batch);
        await using var first = BatchJournal.Open(_elsewhere.Combine("link.db"));

        Assert.Equal(JournalFailure.Locked, FailureOf(() => BatchJournal.Open(batch.Journal)));
    }

    [Fact]
    public async Task PlanAsync_ByALink_WaitsForTheRunAndReplacesTheFileItself()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 2));
        await batch.PlanAsync();
        Link(batch);
        var link = _elsewhere.Combine("link.db");
        Task<BatchPlan> PlanAsync() => new BatchPlanner(batch.Places(), TimeProvider.System).PlanAsync(
            batch.File(), link, new PlanOptions(), CancellationToken.None);
        await using (BatchJournal.Open(batch.Journal))
        {
            var failure = await Assert.ThrowsAsync<JournalException>(PlanAsync);
            Assert.Equal(JournalFailure.Locked, failure.Failure);
        }

        batch.Source = new SampleStore(apps: 3);
        await PlanAsync();

        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Equal(3, batch.Apps().Count);
    }

    [Fact]
    public async Task Open_FileWithAnotherName_IsRefused()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 2));
        await batch.PlanAsync();
        using (var link = Process.Start("ln", [batch.Journal, batch.Journal + ".other"]))
        {
            await link.WaitForExitAsync();
        }

        var failure = Assert.Throws<JournalException>(() => BatchJournal.Open(batch.Journal + ".other"));

        Assert.Equal(JournalFailure.Unfit, failure.Failure);
        Assert.Contains("has 2 names (hard links)", failure.Message, StringComparison.Ordinal);
        File.Delete(batch.Journal + ".other");
        await BatchJournal.Open(batch.Journal).DisposeAsync();
    }

    [Fact]
    public void Take_LockThatCannotBeMade_IsTheDisksFaultAndNoOtherRuns()
    {
        // With .lock behind it, a name is longer than a file system takes.
        var path = _elsewhere.Combine(new string('j', 253));

        var failure = Assert.Throws<JournalException>(() => JournalLock.Take(path));

        Assert.Equal(JournalFailure.Disk, failure.Failure);
        Assert.DoesNotContain("Another run", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Real_LinksInACircle_AreTold()
    {
        File.CreateSymbolicLink(_elsewhere.Combine("a.db"), "b.db");
        File.CreateSymbolicLink(_elsewhere.Combine("b.db"), "a.db");

        Assert.Equal(JournalFailure.Disk, FailureOf(() => JournalName.Real(_elsewhere.Combine("a.db"))));
    }

    public void Dispose() => _elsewhere.Dispose();

    private void Link(SampleBatch batch)
    {
        File.CreateSymbolicLink(_elsewhere.Combine("link.db"), batch.Journal);
        File.CreateSymbolicLink(_elsewhere.Combine("chain.db"), "link.db");
        Directory.CreateSymbolicLink(_elsewhere.Combine("folder"), batch.Folder);
    }

    private static JournalFailure FailureOf(Func<object> open) =>
        Assert.Throws<JournalException>(() => open()).Failure;
}
