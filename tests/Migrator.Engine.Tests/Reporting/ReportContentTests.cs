using System.Globalization;
using System.Text;
using System.Text.Json;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Engine.Journal;
using Migrator.Engine.Reporting;
using Migrator.Engine.Tests.Fakes;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Reporting;

/// <summary>A report tells of the bindles that were moved, whatever the plan had read of them.</summary>
public sealed class ReportContentTests : IDisposable
{
    private readonly BindleSigner _alice = new("Alice");

    [Fact]
    public async Task Write_BindleThatThePlanCouldNotReach_HasWhatTheRunRead()
    {
        await using var batch = await StartAsync(new SampleStore(apps: 2)
        {
            Change = (number, app) => number == 2
                ? app with { Failure = new("s", "Busy.") { Failure = SourceFailure.Temporary } }
                : app,
        });
        await batch.PlanAsync();
        batch.Source = Signed();

        await batch.RunAsync();

        var report = JsonOf(batch);
        Assert.Equal("unreachable", report.GetProperty("apps")[1].GetProperty("class").GetString());
        Assert.All(report.GetProperty("apps").EnumerateArray(), app => AssertIsWhatIsThere(batch, app));
        Assert.Equal(Sum(report, "parcelBytes"), report.GetProperty("bytes").GetProperty("parcels").GetInt64());
        Assert.Equal(Sum(report, "bytes"), report.GetProperty("bytes").GetProperty("artifacts").GetInt64());
        AssertEveryFormSays(batch, report.GetProperty("apps")[1]);
    }

    [Fact]
    public async Task Write_BindleThatWasSignedSinceThePlan_HasWhatTheRunRead()
    {
        await using var batch = await StartAsync(new SampleStore(apps: 2));
        // With the whole bindle beside it, it would not be the bindle of the plan.
        batch.Target = "referrer = false";
        await batch.PlanAsync();
        var planned = JsonOf(batch).GetProperty("apps")[1];
        batch.Source = Signed();

        await batch.RunAsync();

        var moved = JsonOf(batch).GetProperty("apps")[1];
        Assert.NotEqual(planned.GetProperty("invoiceSha256").ToString(), moved.GetProperty("invoiceSha256").ToString());
        Assert.DoesNotContain("Alice", planned.GetProperty("signatures").GetString(), StringComparison.Ordinal);
        Assert.Equal("done", moved.GetProperty("state").GetString());
        Assert.Contains("Alice (Creator)", moved.GetProperty("signatures").GetString(), StringComparison.Ordinal);
        AssertEveryFormSays(batch, moved);
    }

    [Fact]
    public async Task Write_AttemptThatCouldNotReadTheBindle_HasWhatThePlanRead()
    {
        await using var batch = await StartAsync(Signed());
        await batch.PlanAsync();
        var planned = JsonOf(batch).GetProperty("apps")[1];
        batch.Source = new SampleStore(apps: 2)
        {
            Change = (_, app) => app with { Failure = new("s", "It is gone.") },
        };

        await batch.RunAsync();

        var failed = JsonOf(batch).GetProperty("apps")[1];
        Assert.Equal("failed", failed.GetProperty("state").GetString());
        string[] names = ["invoiceSha256", "signatures", "parcels", "parcelBytes", "blobs", "bytes", "manifest"];
        Assert.All(names, name => Assert.Equal(
            planned.GetProperty(name).GetRawText(), failed.GetProperty(name).GetRawText()));
    }

    [Fact]
    public async Task Write_LastAttemptReadNothing_HasWhatTheLastOneReadThatDid()
    {
        await using var batch = await StartAsync(Unreachable());
        await batch.PlanAsync();
        batch.Source = Signed();
        await batch.RunAsync();
        var moved = JsonOf(batch);
        Lose(batch);
        batch.Source = Unreachable();

        await batch.RunAsync();

        var failed = JsonOf(batch);
        AssertSayTheSame(moved, failed);
        AssertEveryFormSays(batch, failed.GetProperty("apps")[1]);
        Assert.Equal(
            moved.GetProperty("bytes").GetProperty("parcels").GetInt64(),
            failed.GetProperty("bytes").GetProperty("parcels").GetInt64());
    }

    [Fact]
    public async Task Write_LastAttemptOfACopyReadNothing_HasWhatAnotherCopyReadInWhateverOrder()
    {
        await using var batch = await StartAsync(Unreachable());
        await batch.PlanAsync();
        var copy = batch.Journal + ".copy";
        File.Copy(batch.Journal, copy);
        batch.Source = Signed();
        await batch.RunAsync();
        var moved = JsonOf(batch);
        Lose(batch);
        File.Move(batch.Journal, batch.Journal + ".moved");
        File.Move(copy, batch.Journal);
        batch.Source = Unreachable();

        await batch.RunAsync();

        AssertSayTheSame(moved, JsonOf(batch, batch.Journal + ".moved", batch.Journal));
        AssertSayTheSame(moved, JsonOf(batch, batch.Journal, batch.Journal + ".moved"));
    }

    public void Dispose() => _alice.Dispose();

    private static SampleStore Unreachable() => new(apps: 2)
    {
        Change = (_, app) => app with { Failure = new("s", "Busy.") { Failure = SourceFailure.Temporary } },
    };

    private static void Lose(SampleBatch batch)
    {
        foreach (var lost in batch.Registry.Repositories.Select(batch.Registry.Repository))
        {
            lost.Tags.Clear();
            lost.Manifests.Clear();
            lost.Blobs.Clear();
        }
    }

    private static void AssertSayTheSame(JsonElement moved, JsonElement failed)
    {
        string[] names =
            ["invoiceSha256", "signatures", "parcels", "parcelBytes", "blobs", "bytes", "manifest", "referrer"];
        Assert.All(failed.GetProperty("apps").EnumerateArray().Zip(moved.GetProperty("apps").EnumerateArray()), app =>
        {
            Assert.Equal("failed", app.First.GetProperty("state").GetString());
            Assert.True(app.Second.GetProperty("blobs").GetInt32() > 0);
            Assert.All(names, name => Assert.Equal(
                app.Second.GetProperty(name).GetRawText(), app.First.GetProperty(name).GetRawText()));
        });
    }

    // The whole bindle at the registry names the invoice by its digest, and all blobs of the app are in its repository.
    private static void AssertIsWhatIsThere(SampleBatch batch, JsonElement app)
    {
        var target = app.GetProperty("target").GetString()!;
        var repository = batch.Registry.Repository(target[(target.IndexOf('/') + 1)..target.LastIndexOf(':')]);
        var referrer = repository.Manifests[app.GetProperty("referrer").GetString()!];
        Assert.Contains($"sha256:{app.GetProperty("invoiceSha256").GetString()}", referrer.BlobDigests);
        Assert.Equal(repository.Blobs.Count, app.GetProperty("blobs").GetInt32());
        Assert.Equal(repository.Blobs.Values.Sum(blob => blob.Size), app.GetProperty("bytes").GetInt64());
        Assert.Equal(6, app.GetProperty("parcels").GetInt32());
        Assert.True(app.GetProperty("parcelBytes").GetInt64() > 1_500);
        if (app.GetProperty("number").GetInt32() == 2)
        {
            Assert.Contains("Alice (Creator)", app.GetProperty("signatures").GetString(), StringComparison.Ordinal);
        }
    }

    private static void AssertEveryFormSays(SampleBatch batch, JsonElement app)
    {
        using var views = JournalViews.Open(batch.Journal);
        var report = BatchReport.Of(batch.Journal, views, batch.Clock);
        using var csv = new StringWriter();
        CsvReport.Write(views.Apps(), csv);
        using var html = new StringWriter();
        HtmlReport.Write(report, views.Apps(), html);

        string[] members = ["parcels", "parcelBytes", "blobs", "bytes"];
        Assert.Contains(
            $"\"{app.GetProperty("signatures")}\"," + string.Join(',', members.Select(name => app.GetProperty(name))),
            csv.ToString(), StringComparison.Ordinal);
        Assert.Contains($",{app.GetProperty("invoiceSha256")},", csv.ToString(), StringComparison.Ordinal);
        string[] terms =
        [
            $"<dt>Invoice before</dt><dd>sha256:{app.GetProperty("invoiceSha256")}</dd>",
            $"<dt>Signatures</dt><dd>{app.GetProperty("signatures")}</dd>",
            $"<dt>Parcels</dt><dd>{app.GetProperty("parcels")}, {Size(app, "parcelBytes")}</dd>",
            $"<dt>Blobs</dt><dd>{app.GetProperty("blobs")}, {Size(app, "bytes")}</dd>",
        ];
        Assert.All(terms, term => Assert.Contains(term, html.ToString(), StringComparison.Ordinal));
    }

    private static string Size(JsonElement app, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{app.GetProperty(name).GetInt64() / 1024.0:0.#} KiB");

    private static long Sum(JsonElement report, string name) =>
        report.GetProperty("apps").EnumerateArray().Sum(app => app.GetProperty(name).GetInt64());

    private static JsonElement JsonOf(SampleBatch batch, params string[] journals)
    {
        using var views = JournalViews.Open(journals is [] ? [batch.Journal] : journals);
        using var json = new MemoryStream();
        JsonReport.Write(BatchReport.Of(batch.Journal, views, batch.Clock), views.Apps(), json);
        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(json.ToArray()));
        return document.RootElement.Clone();
    }

    private async Task<SampleBatch> StartAsync(SampleStore store)
    {
        var batch = await SampleBatch.StartAsync(store);
        batch.Target = "";
        batch.Extra = "[signatures]\nkeyring = \"keyring.toml\"\nunsigned = \"accept\"";
        await File.WriteAllTextAsync(
            Path.Combine(batch.Folder, "keyring.toml"), $"version='1.0'\n{_alice.EntryToml(SignatureRole.Creator)}");
        return batch;
    }

    private SampleStore Signed() => new(apps: 2)
    {
        Sign = (number, invoice) => number == 2 ? _alice.Sign(invoice) : invoice,
    };
}
