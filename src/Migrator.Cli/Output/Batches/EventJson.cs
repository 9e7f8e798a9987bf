using System.Text;
using System.Text.Json;
using Migrator.Bindle.Verification;
using Migrator.Engine.Batch.Running;
using Migrator.Engine.Journal;

namespace Migrator.Cli.Output.Batches;

/// <summary>An event as one line of JSON: <c>{"event":"app-ended","version":1,…}</c>.</summary>
internal static class EventJson
{
    public static string Of(BatchEvent happened) => Line(happened, _ => { }, _ => { });

    /// <summary>The end of a run as the result of it, on one line as well.</summary>
    public static string Of(RunEnded ended, int exitCode) => Line(
        ended, json => BatchJson.Head(json, "batch run", exitCode), json => FindingJson.Write(json, []));

    private static string Line(BatchEvent happened, Action<Utf8JsonWriter> before, Action<Utf8JsonWriter> after)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            before(json);
            json.WriteString("event", NameOf(happened));
            json.WriteNumber("version", 1);
            json.WriteString("at", happened.At);
            WriteMembers(json, happened);
            after(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string NameOf(BatchEvent happened) => happened switch
    {
        RunStarted => "run-started",
        AppStarted => "app-started",
        AppEnded => "app-ended",
        AppConfirmed => "app-confirmed",
        _ => "run-ended",
    };

    private static void WriteMembers(Utf8JsonWriter json, BatchEvent happened)
    {
        switch (happened)
        {
            case RunStarted started:
                json.WriteNumber("run", started.Run);
                json.WriteNumber("apps", started.Apps);
                json.WriteNumber("toConfirm", started.ToConfirm);
                break;
            case AppStarted started:
                WriteApp(json, started.App);
                json.WriteNumber("pass", started.Pass);
                break;
            case AppEnded ended:
                WriteApp(json, ended.App);
                WriteEnd(json, ended);
                break;
            case AppConfirmed confirmed:
                WriteApp(json, confirmed.App);
                json.WriteString("found", confirmed.IsThere switch { true => "yes", false => "no", null => "unknown" });
                WriteCause(json, confirmed.Problem);
                break;
            case RunEnded ended:
                json.WriteString("ending", BatchWords.Of(ended.Ending));
                WriteCounts(json, ended.Progress);
                json.WriteNumber("refused", ended.Refused);
                json.WriteNumber("open", ended.Open);
                break;
        }
    }

    private static void WriteApp(Utf8JsonWriter json, PlannedApp app)
    {
        json.WriteNumber("number", app.Number);
        json.WriteString("bindle", app.Title);
        json.WriteString("target", app.Reference);
    }

    private static void WriteEnd(Utf8JsonWriter json, AppEnded ended)
    {
        json.WriteString("state", BatchWords.Of(ended.State));
        json.WriteString("manifest", ended.Outcome.Manifest?.Digest.ToString());
        json.WriteNumber("bytesSent", ended.Outcome.Counts.BytesPushed);
        json.WriteBoolean("retried", ended.IsRetried);
        if (ended.Deployment is { } deployment)
        {
            json.WriteStartObject("deployment");
            json.WriteString("app", deployment.App);
            json.WriteString("revision", deployment.Revision);
            json.WriteString("url", deployment.Url);
            json.WriteEndObject();
        }

        WriteCause(json, ended.Outcome.Findings.FirstOrDefault(finding => finding.IsError));
    }

    private static void WriteCause(Utf8JsonWriter json, Finding? cause)
    {
        if (cause is not null)
        {
            json.WriteString("code", cause.Code);
            json.WriteString("message", cause.Message);
        }
    }

    private static void WriteCounts(Utf8JsonWriter json, BatchProgress progress)
    {
        json.WriteNumber("done", progress.Done);
        json.WriteNumber("alreadyThere", progress.AlreadyThere);
        json.WriteNumber("failed", progress.Failed);
        json.WriteNumber("skipped", progress.Skipped);
        json.WriteNumber("toConfirm", progress.ToConfirm);
        json.WriteNumber("confirmed", progress.Confirmed);
        json.WriteNumber("reopened", progress.Reopened);
        json.WriteNumber("unconfirmed", progress.Unconfirmed);
        json.WriteNumber("bytes", progress.Bytes);
    }
}
