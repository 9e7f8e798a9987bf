using System.Text.Json;
using Migrator.Bindle.Verification;
using Migrator.Engine.Journal;
using Migrator.Engine.Reporting;

namespace Migrator.Cli.Output.Batches;

/// <summary>The result of <c>batch plan</c>.</summary>
internal static class PlanReport
{
    private const int RefusalsShown = 20;

    public static void Write(Report report, BatchPlan plan, string journal)
    {
        if (report.IsJson)
        {
            report.Json(json => WriteJson(json, plan, journal));
            return;
        }

        foreach (var warning in plan.Warnings)
        {
            report.Warning(warning);
        }

        report.Result($"Plan {plan.Digest[..12]}: {plan.Apps} bindles, in {journal}");
        foreach (var (kind, count) in plan.Classes.Where(entry => entry.Value > 0))
        {
            report.Result($"  {count,8} {BatchWords.Of(kind)}");
        }

        WriteGate(report, journal);
        foreach (var (reason, count) in plan.LeftOut)
        {
            report.Result($"  {count,8} left out: {BatchWords.Of(reason)}");
        }

        foreach (var note in plan.Notes)
        {
            report.Result($"  Note: {note}");
        }

        var cost = plan.Estimate;
        var time = cost is { Requests: > 0, RequestTime: { } looked }
            ? $", {Duration.Format(looked)} and the time that bytes take"
            : "";
        report.Result(
            $"A run {(cost.Requests > 0 ? $"sends about {cost.Requests} requests and" : "writes about")} "
            + $"{ByteSize.Format(cost.Bytes)} in {cost.Blobs} blobs "
            + $"({ByteSize.Format(cost.AllBytes)} if nothing were shared){time}.");
        if (plan.Classes.Any(entry =>
            entry.Value > 0 && entry.Key is not (PlanClass.Migrate or PlanClass.AlreadyThere)))
        {
            report.Result($"Which ones, and why: {RetryCommand.Report(journal)}");
        }

        report.Result($"Next: {RetryCommand.Run(plan, journal)}");
    }

    private static void WriteJson(Utf8JsonWriter json, BatchPlan plan, string journal)
    {
        BatchJson.Head(json, "batch plan", ExitCode.Done);
        BatchJson.Kind(json, "batch-plan");
        json.WriteString("journal", journal);
        json.WriteString("digest", plan.Digest);
        json.WriteNumber("apps", plan.Apps);
        BatchJson.Counts(json, "classes", Named(plan.Classes));
        BatchJson.Counts(json, "gate", GateOf(journal).Actions);
        BatchJson.Counts(json, "leftOut", Named(plan.LeftOut));
        JsonParts.Texts(json, "notes", plan.Notes);
        JsonParts.Texts(json, "warnings", plan.Warnings);
        json.WriteNumber("requests", plan.Estimate.Requests);
        if (plan.Estimate.RequestTime is { } time)
        {
            json.WriteNumber("requestSeconds", Math.Round(time.TotalSeconds, 1));
        }
        else
        {
            json.WriteNull("requestSeconds");
        }

        json.WriteNumber("blobs", plan.Estimate.Blobs);
        json.WriteNumber("bytes", plan.Estimate.Bytes);
        json.WriteNumber("bytesWithoutSharing", plan.Estimate.AllBytes);
        FindingJson.Write(json, []);
    }

    private static IEnumerable<KeyValuePair<string, long>> Named<T>(IEnumerable<KeyValuePair<T, long>> counts)
        where T : struct, Enum =>
        counts.Select(entry => KeyValuePair.Create(BatchWords.Of(entry.Key), entry.Value));

    private static void WriteGate(Report report, string journal)
    {
        var (actions, refused) = GateOf(journal);
        foreach (var warning in refused)
        {
            report.Warning(warning);
        }

        foreach (var (action, count) in actions)
        {
            report.Result($"  {count,8} gate: {action}");
        }
    }

    // What the version gate lets happen to each app of a batch that deploys, and why it refuses the first of them.
    private static (SortedDictionary<string, long> Actions, List<string> Refused) GateOf(string journal)
    {
        using var view = JournalView.Open(journal);
        var actions = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var refused = new List<string>();
        foreach (var app in view.Apps().Select(entry => entry.App).Where(app => app.Gate is not null))
        {
            var action = app.Gate!.Split(':')[0].ToLowerInvariant();
            actions[action] = actions.GetValueOrDefault(action) + 1;
            if (app.Class == PlanClass.GateRefused && refused.Count < RefusalsShown)
            {
                refused.Add($"{app.Title}: {app.Findings.LastOrDefault(IsError)?.Message ?? app.Gate}");
            }
        }

        return (actions, refused);
    }

    private static bool IsError(RecordedFinding finding) => finding.Level == FindingLevel.Error;
}
