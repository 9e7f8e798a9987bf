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
            report.Json(json =>
            {
                json.WriteString("kind", "batch-plan");
                json.WriteNumber("version", 1);
                json.WriteString("journal", journal);
                json.WriteString("digest", plan.Digest);
                json.WriteNumber("apps", plan.Apps);
                json.WriteStartObject("classes");
                foreach (var (kind, count) in plan.Classes)
                {
                    json.WriteNumber(BatchWords.Of(kind), count);
                }

                json.WriteEndObject();
                JsonParts.Texts(json, "notes", plan.Notes);
                JsonParts.Texts(json, "warnings", plan.Warnings);
                json.WriteNumber("requests", plan.Estimate.Requests);
                json.WriteNumber("blobs", plan.Estimate.Blobs);
                json.WriteNumber("bytes", plan.Estimate.Bytes);
            });
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

    // What the version gate lets happen to each app of a batch that deploys, and why it refuses.
    private static void WriteGate(Report report, string journal)
    {
        using var view = JournalView.Open(journal);
        var gated = view.Apps().Select(entry => entry.App).Where(app => app.Gate is not null);
        var actions = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var refused = 0;
        foreach (var app in gated)
        {
            var action = app.Gate!.Split(':')[0].ToLowerInvariant();
            actions[action] = actions.GetValueOrDefault(action) + 1;
            if (app.Class == PlanClass.GateRefused && ++refused <= RefusalsShown)
            {
                report.Warning($"{app.Title}: {app.Findings.LastOrDefault(IsError)?.Message ?? app.Gate}");
            }
        }

        foreach (var (action, count) in actions)
        {
            report.Result($"  {count,8} gate: {action}");
        }
    }

    private static bool IsError(RecordedFinding finding) => finding.Level == FindingLevel.Error;
}
