using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Migrator.Bindle.Sources;
using Migrator.Engine.Batch.Planning;
using Migrator.Engine.Batch.Running;
using Migrator.Engine.Journal;
using Migrator.Engine.Reporting;
using Migrator.Engine.Tests.Fakes;

namespace Migrator.Engine.Tests.Reporting;

/// <summary>Reports: their rows add up to the plan, and every number can be counted again.</summary>
public sealed class BatchReportTests
{
    [Fact]
    public Task Of_WhateverWentWrong_AddsUpToThePlan() => Gen.Int[0, 5].Array[1, 24].SampleAsync(async kinds =>
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(kinds.Length)
        {
            Change = (number, app) => kinds[number - 1] switch
            {
                1 => app with { LostParcel = true },
                2 => app with { IsSpin = false },
                3 => app with { Failure = new("s", "gone") { Failure = SourceFailure.Temporary } },
                4 => app with { Yanked = true },
                _ => app,
            },
        });
        batch.Extra = "[policy]\nmax-errors = 2";
        var plan = await batch.PlanAsync(new PlanOptions { Looks = 2 });
        await batch.RunAsync();

        var (report, apps) = Read(batch);
        Assert.Equal(plan.Apps, report.States.Values.Sum());
        Assert.Equal(plan.Apps, apps.Count);
        Assert.Equal(kinds.Length, plan.Apps + plan.LeftOut.Values.Sum());
        Assert.All(report.States, state =>
            Assert.Equal(state.Value, apps.LongCount(app => app.App.State == state.Key)));
        Assert.Equal(
            report.States[AppState.Failed] + report.States[AppState.Refused], report.Causes.Sum(cause => cause.Apps));
        Assert.Equal(report.Sizes.Sent, apps.Sum(app => app.Sent));
        Assert.Equal(
            apps.Count(app => app.Last?.Ended is not null), report.Timeline.Sum(point => point.Done + point.Failed));
    }, iter: 12);

    [Fact]
    public async Task Write_EveryForm_HasEveryAppAndNoMarkupOfTheirs()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 6)
        {
            Change = (number, app) => number switch
            {
                2 => app with { LostParcel = true },
                3 => app with
                {
                    Failure = new BindleSourceException("s", "<script>alert('x')</script>, \"quoted\"")
                    {
                        Failure = SourceFailure.Temporary,
                    },
                },
                _ => app,
            },
        });
        await batch.PlanAsync();
        await batch.RunAsync();
        var (report, apps) = Read(batch);

        using var json = new MemoryStream();
        JsonReport.Write(report, apps, json);
        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(json.ToArray()));
        Assert.Equal(1, document.RootElement.GetProperty("version").GetInt32());
        Assert.Equal(6, document.RootElement.GetProperty("apps").GetArrayLength());

        var csv = Written(output => CsvReport.Write(apps, output));
        Assert.Equal(7, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("\"\"quoted\"\"", csv);

        var html = Written(output => HtmlReport.Write(report, apps, output));
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("://", html.Replace("samples.test", "", StringComparison.Ordinal)
            .Replace("http:///v1/", "", StringComparison.Ordinal));
        Assert.All(apps, app => Assert.Contains(app.App.Title, html));
        Assert.Contains("bindle2oci batch run", html);

        Assert.Contains("failed", Written(output => TextReport.Write(report, output)));
    }

    [Fact]
    public async Task Write_Html_SaysOfWhatAndWhenAndHowManyFindings()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero));
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 2)
        {
            Change = (number, app) => number == 1 ? app with { LostParcel = true } : app,
        });
        batch.Clock = clock;
        await batch.PlanAsync();
        await batch.RunAsync();
        clock.Advance(TimeSpan.FromDays(1));

        var (report, apps) = Read(batch);
        var html = Written(output => HtmlReport.Write(report, apps, output));

        Assert.Contains("Report of 2031-05-07 07:08:09Z by bindle2oci " + report.Program, html);
        Assert.Contains("profile universal", html);
        Assert.Contains($"<td>{report.Program}</td>", html);
        Assert.Equal(1, Count(html, "<span class=\"found error\">1 error"));
        Assert.Equal(apps.Count, Count(html, "<span class=\"found"));
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+", report.Program);
        // What is printed on paper cannot be opened.
        Assert.Contains("@media print", html);
        Assert.Contains("details::details-content", html);
    }

    [Fact]
    public async Task Of_RunThatWasKilledAtAFailedApp_StillTellsThatItFailedThen()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 1));
        await batch.PlanAsync();
        batch.Source = new SampleStore(apps: 1)
        {
            Change = (_, app) => app with { Failure = new("s", "It is gone.") },
        };
        await batch.RunAsync();
        await using (var journal = BatchJournal.Open(batch.Journal))
        {
            var run = await journal.BeginRunAsync(batch.Clock.GetUtcNow(), Shard.Whole, "", []);
            await journal.BeginAttempt(run, batch.Apps()[0].App, batch.Clock.GetUtcNow()).Begun;
        }

        var (report, _) = Read(batch);

        Assert.Equal(1, report.States[AppState.Begun]);
        Assert.Equal((0, 1), (report.Timeline[0].Done, report.Timeline[0].Failed));
    }

    [Fact]
    public async Task Write_RunWithoutAnEnd_WasKilledWhenAnotherBeganAfterIt()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 1));
        await batch.PlanAsync();
        await using (var journal = BatchJournal.Open(batch.Journal))
        {
            await journal.BeginRunAsync(batch.Clock.GetUtcNow(), Shard.Whole, "", []);
        }

        Assert.Equal(["goes on, or was killed"], EndsOfRuns(batch));
        await batch.RunAsync();
        Assert.Equal(["was killed", "finished"], EndsOfRuns(batch).Select(end => end.Split(" after")[0]));

        var (report, apps) = Read(batch);
        Assert.Equal([true, false], report.Runs.Select(run => run.WasKilled));
        Assert.Contains("<td>was killed</td>", Written(output => HtmlReport.Write(report, apps, output)));
        Assert.DoesNotContain("goes on", Written(output => HtmlReport.Write(report, apps, output)));
    }

    private static IEnumerable<string> EndsOfRuns(SampleBatch batch) =>
        Written(output => TextReport.Write(Read(batch).Report, output)).Split('\n')
            .Where(line => line.StartsWith("Run ", StringComparison.Ordinal))
            .Select(line => line.Split("Z: ")[1].Trim());

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static (BatchReport Report, List<RecordedApp> Apps) Read(SampleBatch batch)
    {
        using var view = JournalViews.Open(batch.Journal);
        return (BatchReport.Of(batch.Journal, view, batch.Clock), [.. view.Apps()]);
    }

    private static string Written(Action<TextWriter> write)
    {
        using var output = new StringWriter();
        write(output);
        return output.ToString();
    }
}
