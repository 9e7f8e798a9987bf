using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Migrator.Engine.Batch.Checking;
using Migrator.Engine.Batch.Planning;
using Migrator.Engine.Checking;
using Migrator.Engine.Jobs;
using Migrator.Engine.Journal;
using Migrator.Engine.Reporting;
using Migrator.Engine.Tests.Fakes;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.Batch;

/// <summary>
/// Whole bindles that are missing at artifacts which are there: a check tells of them, and plan and run bring them
/// back.
/// </summary>
public sealed class BatchReferrerTests
{
    private const string Second = "team/app00002";

    public enum Loss
    {
        Manifest,
        List,
        Both,
    }

    [Theory]
    [InlineData("distribution-3", Loss.Manifest)]
    [InlineData("distribution-3", Loss.List)]
    [InlineData("distribution-2.8", Loss.Both)]
    [InlineData("zot", Loss.Manifest)]
    public async Task PlanAndRunAsync_WholeBindleWasRemoved_BringItBackAfterTheCheckSaidSo(string kind, Loss loss)
    {
        await using var batch = await MovedAsync(RegistryPersonalities.Named(kind));
        var referrer = batch.Apps()[1].Referrer!;
        Remove(batch, batch.Apps()[1], loss);

        var before = await CheckAsync(batch);
        var plan = await batch.PlanAsync(new PlanOptions { Replace = true });
        var planned = batch.Apps();
        var page = PageOf(batch);
        await batch.RunAsync();

        Assert.Equal(
            [JobStatus.Done, JobStatus.Mismatch, JobStatus.Done], before.Select(app => app.Outcome.Status));
        var told = Assert.Single(before[1].Outcome.Findings, finding => finding.Code == "BM6014");
        Assert.Contains(referrer, told.Message, StringComparison.Ordinal);
        Assert.Contains("--replace", told.Message, StringComparison.Ordinal);
        Assert.Equal((2, 1), (plan.Classes[PlanClass.AlreadyThere], plan.Classes[PlanClass.Migrate]));
        Assert.Single(planned.SelectMany(app => app.App.Findings), finding => finding.Code == "BM6015");
        Assert.Contains($"<dt>Whole bindle planned</dt><dd>{referrer}</dd>", page, StringComparison.Ordinal);
        Assert.Contains($"<dt>Whole bindle</dt><dd>{referrer}</dd>", PageOf(batch), StringComparison.Ordinal);
        Assert.Equal("Done 1, AlreadyThere 2", batch.States());
        Assert.All(await CheckAsync(batch), app => Assert.Equal(JobStatus.Done, app.Outcome.Status));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[policy]\nconflict = \"overwrite\"")]
    public async Task PlanAndRunAsync_BatchWasWithoutReferrersBefore_AddThem(string policy)
    {
        await using var batch = await MovedAsync(target: "referrer = false");
        batch.Target = "";
        batch.Extra = policy;

        var plan = await batch.PlanAsync(new PlanOptions { Replace = true });
        await batch.RunAsync();

        Assert.Equal(3, plan.Classes[PlanClass.Migrate]);
        Assert.Equal("Done 3", batch.States());
        Assert.All(batch.Apps(), app => Assert.Contains(
            app.Referrer!, batch.Registry.Repository(app.App.Repository!.Split('/', 2)[1]).Manifests.Keys));
        Assert.All(await CheckAsync(batch), app => Assert.Equal(JobStatus.Done, app.Outcome.Status));
    }

    [Fact]
    public async Task RunAsync_AppsThatCameWithoutReferrersSinceThePlan_AreNotTakenOnTrust()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 3));
        batch.Target = "";
        await batch.PlanAsync();
        var journal = await File.ReadAllBytesAsync(batch.Journal);
        batch.Target = "referrer = false";
        await batch.PlanAsync();
        await batch.RunAsync();
        await File.WriteAllBytesAsync(batch.Journal, journal);

        await batch.RunAsync();

        Assert.Equal("Done 3", batch.States());
        Assert.All(await CheckAsync(batch), app => Assert.Equal(JobStatus.Done, app.Outcome.Status));
    }

    [Fact]
    public async Task RunAsync_AppsThatCameWithReferrersSinceThePlan_AreLookedAtAndNotSent()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 3));
        batch.Target = "";
        await batch.PlanAsync();
        var journal = await File.ReadAllBytesAsync(batch.Journal);
        await batch.RunAsync();
        await File.WriteAllBytesAsync(batch.Journal, journal);
        batch.Registry.Requests.Clear();

        await batch.RunAsync();

        Assert.Equal("AlreadyThere 3", batch.States());
        Assert.Contains("its whole bindle is listed", batch.Apps()[0].Last!.Findings[^1].Message);
        Assert.DoesNotContain(batch.Registry.Requests.All, request => request.Method is not ("GET" or "HEAD"));
    }

    [Fact]
    public async Task RunAsync_FinishedJournalOfABatchWithReferrers_CostsOneLookAnApp()
    {
        await using var batch = await MovedAsync();
        batch.Registry.Requests.Clear();

        await batch.RunAsync();

        Assert.Equal("ManifestHead 3", batch.Registry.Requests.Summary());
    }

    [Fact]
    public async Task CheckAsync_AnotherCopyOfTheBindleBeside_IsNoFault()
    {
        await using var batch = await MovedAsync(RegistryPersonalities.Zot);
        var app = batch.Apps()[1];
        var content = batch.Registry.Repository(Second);
        var copy = Encoding.UTF8.GetString(content.Manifests[app.Referrer!].Bytes.Span);
        // Of another program: the same bindle, and other bytes. One of the two digests comes first.
        foreach (var space in new[] { " ", "  ", "   ", "    " })
        {
            batch.Registry.AddManifest(
                Second,
                "copy",
                "application/vnd.oci.image.manifest.v1+json",
                Encoding.UTF8.GetBytes("{" + space + copy[1..]));
        }

        var seen = await CheckAsync(batch);

        Assert.Equal(5, seen[1].Outcome.Audit!.Referrers!.Value.Length);
        Assert.All(seen, entry => Assert.Equal(JobStatus.Done, entry.Outcome.Status));
    }

    [Fact]
    public async Task CheckAsync_BindleWasSignedSince_SaysSoAndNotThatItsCopyIsGone()
    {
        await using var batch = await MovedAsync();
        var referrer = batch.Apps()[1].Referrer!;
        SignSecond(batch);

        var seen = await CheckAsync(batch);

        var outcome = seen[1].Outcome;
        Assert.Equal(JobStatus.Mismatch, outcome.Status);
        Assert.Equal(["BM4561"], Errors(outcome));
        Assert.Null(outcome.Audit!.Referrer);
        Assert.Equal([referrer], outcome.Audit.Referrers!.Value.Select(listed => listed.ToString()));
    }

    [Fact]
    public async Task CheckAsync_BothStatesOfABindleAreListed_AreNoFaultToEitherJournal()
    {
        await using var batch = await MovedAsync();
        var referrer = batch.Apps()[1].Referrer!;
        var journal = await File.ReadAllBytesAsync(batch.Journal);
        SignSecond(batch);
        await batch.PlanAsync(new PlanOptions { Replace = true });
        await batch.RunAsync();
        var later = batch.Apps()[1].Referrer!;
        var second = await CheckAsync(batch);
        await File.WriteAllBytesAsync(batch.Journal, journal);

        var first = await CheckAsync(batch);

        Assert.NotEqual(referrer, later);
        Assert.All([.. first, .. second], app => Assert.Equal(JobStatus.Done, app.Outcome.Status));
        Assert.Contains(first[1].Outcome.Findings, finding => finding.Code == "BM4563");
        Assert.DoesNotContain(first[1].Outcome.Findings, finding => finding.Code == "BM6014");
        Assert.Equal(later, first[1].Outcome.Audit!.Referrer.ToString());
        Assert.Equal(
            new[] { referrer, later }.Order(),
            first[1].Outcome.Audit!.Referrers!.Value.Select(listed => listed.ToString()).Order());
    }

    [Theory]
    [InlineData("universal", false)]
    [InlineData("spin2", false)]
    [InlineData("spin2", true)]
    public async Task CheckAsync_ArtifactCannotBeRead_SaysNothingOfReferrersThatNobodyAskedFor(
        string profile, bool layer)
    {
        await using var batch = await MovedAsync(target: $"profile = \"{profile}\"");
        var content = batch.Registry.Repository(Second);
        var app = batch.Apps()[1];
        var manifest = JsonNode.Parse(content.Manifests[app.App.Manifest!].Bytes.Span)!;
        var lost = layer ? manifest["layers"]!.AsArray()[^1]! : manifest["config"]!;
        Assert.True(content.Blobs.TryRemove((string)lost["digest"]!, out _));

        var seen = await CheckAsync(batch);

        Assert.NotNull(app.Referrer);
        Assert.NotEqual(JobStatus.Done, seen[1].Outcome.Status);
        Assert.NotEmpty(Errors(seen[1].Outcome));
        Assert.DoesNotContain("BM6014", Errors(seen[1].Outcome));
        Assert.Null(seen[1].Outcome.Audit!.Referrers);
    }

    private static IEnumerable<string> Errors(CheckOutcome outcome) =>
        outcome.Findings.Where(finding => finding.IsError).Select(finding => finding.Code);

    // One key for all: the store signs whenever it is asked.
    private static void SignSecond(SampleBatch batch) => batch.Source = new SampleStore(apps: 3)
    {
        Sign = (number, invoice) =>
        {
            using var signer = new BindleSigner("Creator <creator@example.com>");
            return number == 2 ? signer.Sign(invoice) : invoice;
        },
    };

    private static void Remove(SampleBatch batch, RecordedApp app, Loss loss)
    {
        var content = batch.Registry.Repository(Second);
        if (loss is Loss.List or Loss.Both)
        {
            Assert.True(content.Tags.TryRemove(app.App.Manifest!.Replace(':', '-'), out _));
        }

        if (loss is Loss.Manifest or Loss.Both)
        {
            Assert.True(content.Manifests.TryRemove(app.Referrer!, out _));
        }
    }

    private static string PageOf(SampleBatch batch)
    {
        using var views = JournalViews.Open(batch.Journal);
        using var page = new StringWriter();
        HtmlReport.Write(BatchReport.Of(batch.Journal, views, batch.Clock), views.Apps(), page);
        return page.ToString();
    }

    private static async Task<SampleBatch> MovedAsync(RegistryPersonality? personality = null, string target = "")
    {
        var batch = await SampleBatch.StartAsync(new SampleStore(apps: 3), personality);
        batch.Target = target;
        await batch.PlanAsync();
        await batch.RunAsync();
        return batch;
    }

    private static async Task<ImmutableArray<AppChecked>> CheckAsync(SampleBatch batch)
    {
        using var views = JournalViews.Open(batch.Journal);
        var check = new BatchCheck(views, batch.Places(), batch.Clock);
        var apps = await check.RunAsync(CancellationToken.None).ToListAsync();
        return [.. apps.OrderBy(app => app.App.Number)];
    }
}
