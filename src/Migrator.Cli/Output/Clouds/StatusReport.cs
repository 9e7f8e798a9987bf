using System.Text.Json;
using Migrator.Cloud.Deployment;

namespace Migrator.Cli.Output.Clouds;

/// <summary>What <c>status</c> says: a table, or one JSON document.</summary>
internal static class StatusReport
{
    private static readonly string[] Heads = ["APP", "IS", "STORED AS", "REVISION", "RUNS", "HEALTH", "AT"];

    public static int Write(Report report, IReadOnlyList<AppStatus> apps, bool isNamed)
    {
        var isMissing = isNamed && apps is [{ Id: null }];
        var code = isMissing ? ExitCode.Source : ExitCode.Done;
        if (report.IsJson)
        {
            report.Json(json => WriteJson(json, apps, isMissing, code));
            return code;
        }

        var rows = apps.Select(RowOf).Prepend(Heads).ToList();
        var widths = Heads.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            report.Result(string.Join("  ", row.Zip(widths, (cell, width) => cell.PadRight(width))).TrimEnd());
        }

        foreach (var app in apps.Where(app => isNamed || !app.Decision.IsOpen))
        {
            report.Info(app.Decision.Reason);
        }

        return code;
    }

    private static string[] RowOf(AppStatus app) =>
    [
        app.Name,
        CloudWords.Of(app.Decision.Verdict),
        app.StorageId ?? "-",
        app.ActiveRevision ?? "-",
        $"{CloudWords.Of(app.Running.Kind)} {app.Running.Identity}".TrimEnd(),
        app.HealthStatus ?? "-",
        app.Url?.AbsoluteUri ?? "-",
    ];

    private static void WriteJson(Utf8JsonWriter json, IReadOnlyList<AppStatus> apps, bool isMissing, int code)
    {
        JsonParts.Head(json, "status", isMissing ? "source-refused" : "done", code);
        json.WriteStartArray("apps");
        foreach (var app in apps)
        {
            json.WriteStartObject();
            json.WriteString("name", app.Name);
            json.WriteString("id", app.Id?.ToString());
            json.WriteString("verdict", CloudWords.Of(app.Decision.Verdict));
            json.WriteString("action", CloudWords.Of(app.Decision.Action));
            json.WriteString("reason", app.Decision.Reason);
            json.WriteString("storageId", app.StorageId);
            json.WriteString("revision", app.ActiveRevision);
            json.WriteString("runs", CloudWords.Of(app.Running.Kind));
            json.WriteString("identity", app.Running.Identity);
            json.WriteString("healthStatus", app.HealthStatus);
            json.WriteString("url", app.Url?.AbsoluteUri);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        FindingJson.Write(json, []);
    }
}
