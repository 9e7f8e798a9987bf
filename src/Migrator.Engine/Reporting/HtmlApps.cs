using Migrator.Engine.Journal;

namespace Migrator.Engine.Reporting;

/// <summary>The apps of a page, each a line that opens.</summary>
internal static class HtmlApps
{
    public static void Write(long count, IEnumerable<RecordedApp> apps, TextWriter output)
    {
        output.Write($"<section class=\"apps\"><h2>Every bindle <em>{ReportText.Number(count)}</em></h2>\n");
        foreach (var app in apps)
        {
            WriteOne(app, output);
        }

        output.Write("</section>\n");
    }

    private static void WriteOne(RecordedApp entry, TextWriter output)
    {
        var app = entry.App;
        var size = entry.Manifest is null ? "" : ReportText.Size(entry.Blobs.Bytes);
        output.Write(
            $"<details><summary><i class=\"dot {ReportText.Kebab(app.State)}\"></i><b>{HtmlText.Escape(app.Title)}</b>"
            + FoundIn(entry)
            + $"<span class=\"state\">{ReportText.State(app.State)}</span>"
            + $"<span class=\"size\">{size}</span></summary><dl>");
        WriteTerm("Target", app.Reference, output);
        WriteTerm("Plan", ReportText.Kebab(app.Class).Replace('-', ' '), output);
        WriteTerm("Invoice before", entry.Bindle.Invoice is { } invoice ? $"sha256:{invoice}" : null, output);
        var manifest = IsThere(app.State) ? "Manifest after" : "Manifest planned";
        WriteTerm(manifest, entry.Manifest, output);
        WriteTerm(IsThere(app.State) ? "Whole bindle" : "Whole bindle planned", entry.Referrer, output);
        WriteTerm("Gate", app.Gate, output);
        WriteTerm("Deployed", DeploymentOf(entry), output);
        WriteTerm("Signatures", entry.Bindle.Signatures ?? "not judged", output);
        WriteTerm("Parcels", $"{entry.Bindle.Parcels}, {ReportText.Size(entry.Bindle.ParcelBytes)}", output);
        var blobs = $"{entry.Blobs.Count}, {ReportText.Size(entry.Blobs.Bytes)}";
        WriteTerm("Blobs", entry.Manifest is null ? null : blobs, output);
        WriteTerm("Attempts", AttemptsOf(entry), output);
        WriteTerm("Lost", entry.Lost is { } lost ? $"not there any more at {ReportText.Time(lost)}" : null, output);
        output.Write("</dl>");
        WriteFindings(entry, output);
        output.Write("</details>\n");
    }

    // How many findings wait behind the line, and how bad the worst is.
    private static string FoundIn(RecordedApp entry)
    {
        var counts = JsonReportApp.FindingsOf(entry).CountBy(finding => finding.Level)
            .OrderByDescending(count => count.Key).ToList();
        return counts.Count == 0
            ? ""
            : $"<span class=\"found {ReportText.Kebab(counts[0].Key)}\">"
                + string.Join(", ", counts.Select(count => ReportText.Count(count.Value, ReportText.Kebab(count.Key))))
                + "</span>";
    }

    private static bool IsThere(AppState state) => state is AppState.Done or AppState.AlreadyThere;

    private static string? DeploymentOf(RecordedApp entry) => entry.Last switch
    {
        { Deployment: { } there, Status: { } status } =>
            $"revision {there.Revision} of app {there.App ?? "unknown"}, {ReportText.Kebab(status).Replace('-', ' ')}"
            + (there.Url is null ? "" : $", at {there.Url}"),
        _ => null,
    };

    private static string AttemptsOf(RecordedApp entry) => entry.Last switch
    {
        null => "none",
        { Ended: { } ended } last => $"{entry.Attempts}; {ReportText.Size(entry.Sent)} sent, the last took "
            + $"{ReportText.Duration(ended - last.Started)} and ended {ReportText.Time(ended)}",
        var last => $"{entry.Attempts}; the last began {ReportText.Time(last.Started)}",
    };

    private static void WriteTerm(string name, string? value, TextWriter output)
    {
        if (value is not null)
        {
            output.Write($"<dt>{name}</dt><dd>{HtmlText.Escape(value)}</dd>");
        }
    }

    private static void WriteFindings(RecordedApp entry, TextWriter output)
    {
        var findings = JsonReportApp.FindingsOf(entry).ToList();
        if (findings.Count == 0)
        {
            return;
        }

        output.Write("<ul class=\"findings\">");
        foreach (var finding in findings)
        {
            output.Write(
                $"<li class=\"{ReportText.Kebab(finding.Level)}\"><code>{HtmlText.Escape(finding.Code)}</code> "
                + $"{HtmlText.Escape(finding.Message)}</li>");
        }

        output.Write("</ul>");
    }
}
