using System.Globalization;
using Migrator.Engine.Journal;

namespace Migrator.Engine.Reporting;

/// <summary>
/// A report for people: one page that asks for nothing from outside and runs no script; light and dark, for a desk and
/// for a phone. Every text of a bindle is escaped.
/// </summary>
public static class HtmlReport
{
    /// <summary>Writes the page; apps are written as they are read.</summary>
    /// <param name="report">The report.</param>
    /// <param name="apps">The apps of the same journal.</param>
    /// <param name="output">Where to; to be stored as UTF-8.</param>
    public static void Write(BatchReport report, IEnumerable<RecordedApp> apps, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(apps);
        ArgumentNullException.ThrowIfNull(output);
        output.Write(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
            + "<meta name=\"color-scheme\" content=\"light dark\">"
            + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
            + $"<title>Migration report</title><style>{HtmlStyle.Text}</style></head><body><main>\n");
        WriteHead(report, output);
        foreach (var warning in ReportText.Warnings(report))
        {
            output.Write($"<p><span class=\"badge bad\">warning</span> {HtmlText.Escape(warning)}</p>\n");
        }

        WriteTiles(report, output);
        HtmlCharts.WriteTimeline(report.Timeline, output);
        HtmlCharts.WriteSizes(report.Sizes, output);
        WriteCauses(report, output);
        WriteRuns(report, output);
        WriteLeftOut(report.Plan, output);
        HtmlApps.Write(report.Plan.Apps, apps, output);
        output.Write("</main></body></html>\n");
    }

    private static void WriteHead(BatchReport report, TextWriter output)
    {
        var open = report.States
            .Where(state => state.Key is not (AppState.Done or AppState.AlreadyThere or AppState.Skipped))
            .Sum(state => state.Value);
        var verdict = open == 0
            ? "<span class=\"badge good\">complete</span>"
            : $"<span class=\"badge bad\">{ReportText.Number(open)} not there</span>";
        output.Write(
            $"<header><h1>Migration report {verdict}</h1><p>{ReportText.Number(report.Plan.Apps)} bindles, planned "
            + $"{ReportText.Time(report.Plan.Created)}. Plan <code>{report.Plan.Digest[..16]}</code>, journal "
            + $"<code>{HtmlText.Escape(report.Journal)}</code>, {ProfileOf(report)}.</p><p>Report of "
            + $"{ReportText.Time(report.Made)} by bindle2oci {HtmlText.Escape(report.Program)}.</p></header>\n");
    }

    private static string ProfileOf(BatchReport report) => report.Profile is { } profile
        ? $"profile {ReportText.Kebab(profile)}"
        : "profile of the cloud's own tools";

    private static void WriteTiles(BatchReport report, TextWriter output)
    {
        output.Write("<section class=\"tiles\">");
        foreach (var (state, count) in report.States.Where(state => state.Value > 0))
        {
            output.Write(
                $"<div class=\"tile {ReportText.Kebab(state)}\"><b>{ReportText.Number(count)}</b>"
                + $"<span>{ReportText.State(state)}</span></div>");
        }

        output.Write("</section>\n<div class=\"bar\" role=\"img\" aria-label=\"share of each state\">");
        foreach (var (state, count) in report.States.Where(state => state.Value > 0))
        {
            output.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"<i class=\"{ReportText.Kebab(state)}\" style=\"flex-grow:{count}\"></i>"));
        }

        output.Write("</div>\n");
    }

    private static void WriteCauses(BatchReport report, TextWriter output)
    {
        if (report.Causes.IsEmpty)
        {
            return;
        }

        output.Write("<section><h2>What is not there, by cause</h2>");
        foreach (var cause in report.Causes)
        {
            output.Write(
                $"<article class=\"cause\"><h3><code>{HtmlText.Escape(cause.Code)}</code> "
                + $"{HtmlText.Escape(cause.Title)} <em>{ReportText.Number(cause.Apps)}</em></h3><ul>");
            foreach (var (app, message) in cause.Examples)
            {
                output.Write($"<li><b>{HtmlText.Escape(app)}</b> {HtmlText.Escape(message)}</li>");
            }

            output.Write(
                (cause.Apps > cause.Examples.Length ? "<li>and more, listed below</li>" : "")
                + "</ul>");
            foreach (var command in cause.Commands)
            {
                output.Write($"<p class=\"again\">Again:<code>{HtmlText.Escape(command)}</code></p>");
            }

            output.Write("</article>");
        }

        output.Write("</section>\n");
    }

    private static void WriteRuns(BatchReport report, TextWriter output)
    {
        output.Write("<section><h2>Runs</h2>");
        if (report.Runs.IsEmpty)
        {
            output.Write("<p>None yet.</p></section>\n");
            return;
        }

        output.Write("<table><tr><th>Run</th><th>Began</th><th>Took</th><th>Ending</th><th>Version</th></tr>");
        foreach (var run in report.Runs)
        {
            var took = run.Ended is { } ended ? ReportText.Duration(ended - run.Started) : "–";
            var ending = run.Ending is { } why ? ReportText.Kebab(why).Replace('-', ' ') : ReportText.WithoutEnd(run);
            var shard = run.Shard is null ? "" : $", part {run.Shard}";
            output.Write(
                $"<tr><td>{run.Number}</td><td>{ReportText.Time(run.Started)}</td><td>{took}</td>"
                + $"<td>{ending}{shard}</td><td>{HtmlText.Escape(run.Program)}</td></tr>");
        }

        output.Write("</table></section>\n");
    }

    private static void WriteLeftOut(BatchPlan plan, TextWriter output)
    {
        if (plan.LeftOut.Count == 0 && plan.Notes.IsEmpty)
        {
            return;
        }

        output.Write("<section><h2>Not in the plan</h2><ul>");
        foreach (var (reason, count) in plan.LeftOut)
        {
            output.Write($"<li>{ReportText.Number(count)} {ReportText.Why(reason)}</li>");
        }

        foreach (var note in plan.Notes)
        {
            output.Write($"<li>{HtmlText.Escape(note)}</li>");
        }

        output.Write("</ul></section>\n");
    }
}
