using System.Text.Json;
using Migrator.Engine.Journal;

namespace Migrator.Engine.Reporting;

/// <summary>
/// A report for programs: one JSON object, <c>"kind": "batch-report", "version": 1</c>. Members are added, never
/// changed, within a version.
/// </summary>
public static class JsonReport
{
    /// <summary>Writes the report; apps are written as they are read.</summary>
    /// <param name="report">The report.</param>
    /// <param name="apps">The apps of the same journal.</param>
    /// <param name="output">Where to; UTF-8.</param>
    public static void Write(BatchReport report, IEnumerable<RecordedApp> apps, Stream output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(apps);
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("kind", "batch-report");
        json.WriteNumber("version", BatchReport.Version);
        json.WriteString("program", report.Program);
        json.WriteString("made", report.Made);
        json.WriteString("profile", report.Profile is { } profile ? ReportText.Kebab(profile) : null);
        json.WriteString("journal", report.Journal);
        WritePlan(json, report, report.Plan);
        WriteCounts(json, "states", report.States);
        json.WriteBoolean("complete", report.IsComplete);
        WriteSizes(json, report.Sizes);
        WriteList(json, "runs", report.Runs, WriteRun);
        WriteList(json, "causes", report.Causes, WriteCause);
        WriteList(json, "timeline", report.Timeline, WritePoint);
        WriteList(json, "apps", apps, JsonReportApp.Write);
        json.WriteEndObject();
    }

    internal static void WriteList<T>(
        Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePlan(Utf8JsonWriter json, BatchReport report, BatchPlan plan)
    {
        json.WriteStartObject("plan");
        json.WriteString("digest", plan.Digest);
        json.WriteBoolean("sealed", report.IsPlanSealed);
        json.WriteString("created", plan.Created);
        json.WriteNumber("apps", plan.Apps);
        WriteCounts(json, "classes", plan.Classes);
        WriteCounts(json, "leftOut", plan.LeftOut);
        json.WriteStartArray("notes");
        foreach (var note in plan.Notes)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        json.WriteStartArray("warnings");
        foreach (var warning in plan.Warnings)
        {
            json.WriteStringValue(warning);
        }

        json.WriteEndArray();
        json.WriteStartObject("estimate");
        json.WriteNumber("apps", plan.Estimate.Apps);
        json.WriteNumber("requests", plan.Estimate.Requests);
        json.WriteNumber("blobs", plan.Estimate.Blobs);
        json.WriteNumber("bytes", plan.Estimate.Bytes);
        json.WriteNumber("bytesWithoutSharing", plan.Estimate.AllBytes);
        if (plan.Estimate.RequestTime is { } time)
        {
            json.WriteNumber("requestSeconds", Math.Round(time.TotalSeconds, 1));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteCounts<T>(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<T, long>> counts)
        where T : struct, Enum
    {
        json.WriteStartObject(name);
        foreach (var (key, count) in counts)
        {
            json.WriteNumber(ReportText.Kebab(key), count);
        }

        json.WriteEndObject();
    }

    private static void WriteSizes(Utf8JsonWriter json, SizeComparison sizes)
    {
        json.WriteStartObject("bytes");
        json.WriteNumber("parcels", sizes.Parcels);
        json.WriteNumber("artifacts", sizes.Artifacts);
        json.WriteNumber("unique", sizes.Unique);
        json.WriteNumber("sent", sizes.Sent);
        json.WriteNumber("found", sizes.Found);
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, RecordedRun run)
    {
        json.WriteNumber("run", run.Number);
        json.WriteString("started", run.Started);
        if (run.Ended is { } ended)
        {
            json.WriteString("ended", ended);
            json.WriteString("ending", ReportText.Kebab(run.Ending!.Value));
        }

        json.WriteBoolean("killed", run.WasKilled);
        json.WriteString("shard", run.Shard);
        json.WriteString("program", run.Program);
        json.WriteString("folder", run.Folder);
        json.WriteString("flags", run.Flags);
    }

    private static void WriteCause(Utf8JsonWriter json, FailureCause cause)
    {
        json.WriteString("code", cause.Code);
        json.WriteString("title", cause.Title);
        json.WriteNumber("apps", cause.Apps);
        json.WriteStartArray("commands");
        foreach (var command in cause.Commands)
        {
            json.WriteStringValue(command);
        }

        json.WriteEndArray();
    }

    private static void WritePoint(Utf8JsonWriter json, TimelinePoint point)
    {
        json.WriteString("start", point.Start);
        json.WriteNumber("seconds", (long)point.Length.TotalSeconds);
        json.WriteNumber("done", point.Done);
        json.WriteNumber("failed", point.Failed);
        json.WriteNumber("bytes", point.Bytes);
    }
}
