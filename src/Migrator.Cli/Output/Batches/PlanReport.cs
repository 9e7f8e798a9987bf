using Migrator.Engine.Journal;
using Migrator.Engine.Reporting;

namespace Migrator.Cli.Output.Batches;

/// <summary>The result of <c>batch plan</c>.</summary>
internal static class PlanReport
{
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
                json.WriteNumber("requests", plan.Estimate.Requests);
                json.WriteNumber("blobs", plan.Estimate.Blobs);
                json.WriteNumber("bytes", plan.Estimate.Bytes);
            });
            return;
        }

        report.Result($"Plan {plan.Digest[..12]}: {plan.Apps} bindles, in {journal}");
        foreach (var (kind, count) in plan.Classes.Where(entry => entry.Value > 0))
        {
            report.Result($"  {count,8} {BatchWords.Of(kind)}");
        }

        foreach (var (reason, count) in plan.LeftOut)
        {
            report.Result($"  {count,8} left out: {BatchWords.Of(reason)}");
        }

        var cost = plan.Estimate;
        var time = cost.RequestTime is { } looked ? $", {Duration.Format(looked)} and the time that bytes take" : "";
        report.Result(
            $"A run sends about {cost.Requests} requests and {ByteSize.Format(cost.Bytes)} in {cost.Blobs} blobs "
            + $"({ByteSize.Format(cost.AllBytes)} if nothing were shared){time}.");
        if (plan.Classes.Any(entry =>
            entry.Value > 0 && entry.Key is not (PlanClass.Migrate or PlanClass.AlreadyThere)))
        {
            report.Result($"Which ones, and why: {RetryCommand.Report(journal)}");
        }

        report.Result($"Next: {RetryCommand.Run(plan, journal)}");
    }
}
