using System.Globalization;
using System.Text;
using System.Text.Json;
using Migrator.Engine.Batch.Checking;

namespace Migrator.Cli.Output.Batches;

/// <summary>The result of <c>batch verify</c>.</summary>
internal static class BatchCheckReport
{
    /// <summary>Writes it; gives the exit code.</summary>
    public static int Write(Report report, CheckTally tally)
    {
        if (report.IsJson)
        {
            report.Json(json => WriteJson(json, tally));
        }
        else if (!report.HasEvents)
        {
            WriteText(report, tally);
        }

        return tally.ExitCode;
    }

    /// <summary>An app as one line of JSON: <c>{"event":"app-checked","version":1,…}</c>.</summary>
    public static string EventOf(AppChecked app)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("event", "app-checked");
            json.WriteNumber("version", 1);
            json.WriteString("at", app.At);
            WriteApp(json, app);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteText(Report report, CheckTally tally)
    {
        foreach (var app in tally.Failed)
        {
            report.Result($"failed {app.App.Title} at {app.App.Reference}: {Words.Of(app.Outcome.Status)}");
        }

        var absent = tally.Absent == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"; {tally.Absent} of the plan's bindles not there");
        report.Result(string.Create(
            CultureInfo.InvariantCulture,
            $"{(tally.ExitCode == ExitCode.Done ? "ok" : "not ok")}: {tally.Matching} of {tally.Total} artifacts are ")
            + $"what their bindles say, {ByteSize.Format(tally.Bytes)} read of them{absent}");
    }

    private static void WriteJson(Utf8JsonWriter json, CheckTally tally)
    {
        BatchJson.Head(json, "batch verify", tally.ExitCode);
        BatchJson.Kind(json, "batch-verify");
        json.WriteNumber("checked", tally.Checked);
        json.WriteNumber("absent", tally.Absent);
        json.WriteNumber("bytes", tally.Bytes);
        BatchJson.Counts(
            json, "statuses", tally.Counts.Select(entry => KeyValuePair.Create(Words.Of(entry.Key), entry.Value)));
        json.WriteStartArray("failed");
        foreach (var app in tally.Failed)
        {
            json.WriteStartObject();
            WriteApp(json, app);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        FindingJson.Write(json, []);
    }

    private static void WriteApp(Utf8JsonWriter json, AppChecked app)
    {
        json.WriteNumber("number", app.App.Number);
        json.WriteString("bindle", app.App.Title);
        json.WriteString("target", app.App.Reference);
        json.WriteString("status", Words.Of(app.Outcome.Status));
        json.WriteString("digest", app.Outcome.Audit?.Digest?.ToString());
        json.WriteString("referrer", app.Outcome.Audit?.Referrer?.ToString());
        FindingJson.Write(json, app.Outcome.Findings);
    }
}
