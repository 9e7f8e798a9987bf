using System.Text.Json;
using Migrator.Engine.Journal;

namespace Migrator.Engine.Reporting;

/// <summary>An app in a JSON report.</summary>
internal static class JsonReportApp
{
    /// <summary>Writes the members of an app's object.</summary>
    public static void Write(Utf8JsonWriter json, RecordedApp entry)
    {
        var app = entry.App;
        json.WriteNumber("number", app.Number);
        json.WriteString("bindle", app.Id?.ToString());
        json.WriteString("place", app.Place);
        json.WriteString("target", app.Reference);
        json.WriteString("class", ReportText.Kebab(app.Class));
        json.WriteString("state", ReportText.Kebab(app.State));
        json.WriteString("invoiceSha256", entry.Bindle.Invoice);
        json.WriteString("manifest", entry.Manifest);
        json.WriteString("referrer", entry.Referrer);
        json.WriteString("signatures", entry.Bindle.Signatures);
        json.WriteNumber("parcels", entry.Bindle.Parcels);
        json.WriteNumber("parcelBytes", entry.Bindle.ParcelBytes);
        json.WriteNumber("blobs", entry.Blobs.Count);
        json.WriteNumber("bytes", entry.Blobs.Bytes);
        json.WriteNumber("bytesSent", entry.Sent);
        json.WriteNumber("attempts", entry.Attempts);
        if (entry.Last is { Ended: { } ended } last)
        {
            json.WriteString("started", last.Started);
            json.WriteString("ended", ended);
        }

        if (entry.Lost is { } lost)
        {
            json.WriteString("lost", lost);
        }

        WriteDeployment(json, entry);
        JsonReport.WriteList(json, "findings", FindingsOf(entry), WriteFinding);
    }

    /// <summary>What was found last: by the last attempt, or else by the plan.</summary>
    public static IEnumerable<RecordedFinding> FindingsOf(RecordedApp entry) =>
        entry.Last is { Status: not null } last ? last.Findings : entry.App.Findings;

    private static void WriteDeployment(Utf8JsonWriter json, RecordedApp entry)
    {
        if (entry.App.Gate is { } gate)
        {
            json.WriteString("gate", gate);
        }

        if (entry.Last?.Deployment is { } deployment)
        {
            json.WriteStartObject("deployment");
            json.WriteString("app", deployment.App);
            json.WriteString("revision", deployment.Revision);
            json.WriteString("url", deployment.Url);
            json.WriteString("status", entry.Last.Status is { } status ? ReportText.Kebab(status) : null);
            json.WriteEndObject();
        }
    }

    private static void WriteFinding(Utf8JsonWriter json, RecordedFinding finding)
    {
        json.WriteString("level", ReportText.Kebab(finding.Level));
        json.WriteString("code", finding.Code);
        json.WriteString("message", finding.Message);
        json.WriteString("place", finding.Place);
    }
}
