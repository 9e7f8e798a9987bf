using System.Collections.Immutable;
using Migrator.Engine.Batch.Checking;
using Migrator.Engine.Jobs;
using Migrator.Engine.Journal;
using Migrator.Engine.Tests.Fakes;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.Batch;

/// <summary>What a batch brought is read again on both sides, and what changed since is told of the app.</summary>
public sealed class BatchCheckTests
{
    [Fact]
    public async Task RunAsync_WhatTheBatchBrought_MatchesAndNothingIsWritten()
    {
        await using var batch = await MovedAsync(apps: 12);
        batch.Registry.Requests.Clear();

        var apps = await CheckAsync(batch);

        Assert.Equal(Enumerable.Range(1, 12).Select(number => (long)number), apps.Select(app => app.App.Number));
        Assert.All(apps, app => Assert.Equal(JobStatus.Done, app.Outcome.Status));
        Assert.All(apps, app => Assert.Equal(app.App.Manifest, app.Outcome.Audit!.Digest.ToString()));
        Assert.DoesNotContain(
            batch.Registry.Requests.All, request => request.Method is not ("GET" or "HEAD"));
    }

    [Fact]
    public async Task RunAsync_TargetOrSourceChangedSince_IsToldOfEachApp()
    {
        await using var batch = await MovedAsync(apps: 6);
        // One tag is gone, one leads to another app, one bindle has lost a parcel, and one is out of reach.
        batch.Registry.Repository("team/app00001").Tags.TryRemove("1.0.0", out _);
        var other = batch.Registry.AddManifest(
            "team/app00002", "1.0.0", "application/vnd.oci.image.manifest.v1+json", """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","layers":[],"config":
                {"mediaType":"text/plain","digest":
                "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2}}
                """u8.ToArray());
        batch.Source = new SampleStore(apps: 6)
        {
            Change = (number, app) => number switch
            {
                3 => app with { LostParcel = true },
                4 => app with { Failure = new("s", "Busy.") { Failure = Bindle.Sources.SourceFailure.Temporary } },
                _ => app,
            },
        };

        var apps = await CheckAsync(batch);

        Assert.Equal(
            [
                JobStatus.SourceRefused, JobStatus.Mismatch, JobStatus.SourceRefused, JobStatus.Temporary,
                JobStatus.Done, JobStatus.Done,
            ],
            apps.Select(app => app.Outcome.Status));
        Assert.Contains(apps[0].Outcome.Findings, finding => finding.Code == "BM4500");
        var moved = Assert.Single(apps[1].Outcome.Findings, finding => finding.Code == "BM6013");
        Assert.Contains(other.ToString(), moved.Message, StringComparison.Ordinal);
        Assert.Contains(apps[1].App.Manifest!, moved.Message, StringComparison.Ordinal);
        Assert.Contains("remove the tag", moved.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_FaultOfOursWithOneBindle_IsToldOfThatOneAlone()
    {
        await using var batch = await MovedAsync(apps: 3);
        batch.Source = new SampleStore(apps: 3)
        {
            Change = (number, app) =>
                number == 2 ? app with { Fault = new InvalidOperationException("Never thought of.") } : app,
        };

        var apps = await CheckAsync(batch);

        Assert.Equal(
            [JobStatus.Done, JobStatus.Unexpected, JobStatus.Done], apps.Select(app => app.Outcome.Status));
        Assert.Equal("BM1903", Assert.Single(apps[1].Outcome.Findings).Code);
    }

    [Fact]
    public async Task RunAsync_TagOfAnotherFormOfTheBindle_IsNotWhatTheJournalTells()
    {
        await using var batch = await MovedAsync(apps: 1);
        var journal = await File.ReadAllBytesAsync(batch.Journal);
        batch.Target = "referrer = false\nprofile = \"spin1\"";
        batch.Extra = "[policy]\nconflict = \"overwrite\"";
        await batch.PlanAsync(new() { Replace = true });
        await batch.RunAsync();
        await File.WriteAllBytesAsync(batch.Journal, journal);

        var app = Assert.Single(await CheckAsync(batch));

        Assert.Equal(JobStatus.Mismatch, app.Outcome.Status);
        Assert.Equal("BM6013", Assert.Single(app.Outcome.Findings, finding => finding.IsError).Code);
    }

    [Fact]
    public async Task RunAsync_AppsThatAreNotThere_AreNotLookedAt()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 3)
        {
            Change = (number, app) => number == 2 ? app with { LostParcel = true } : app,
        });
        await batch.PlanAsync();
        await batch.RunAsync();

        Assert.Equal([1L, 3], (await CheckAsync(batch)).Select(app => app.App.Number));
    }

    [Fact]
    public async Task RunAsync_Stopped_Ends()
    {
        await using var batch = await MovedAsync(apps: 3);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        using var views = JournalViews.Open(batch.Journal);
        var check = new BatchCheck(views, batch.Places(), batch.Clock);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await check.RunAsync(stop.Token).ToListAsync());
    }

    private static async Task<SampleBatch> MovedAsync(int apps)
    {
        var batch = await SampleBatch.StartAsync(new SampleStore(apps));
        await batch.PlanAsync();
        await batch.RunAsync();
        return batch;
    }

    private static async Task<ImmutableArray<AppChecked>> CheckAsync(SampleBatch batch)
    {
        using var views = JournalViews.Open(batch.Journal);
        var check = new BatchCheck(views, batch.Places(), batch.Clock);
        var apps = await check.RunAsync(CancellationToken.None).ToListAsync();
        Assert.Equal(check.Count(), apps.Count);
        return [.. apps.OrderBy(app => app.App.Number)];
    }
}
