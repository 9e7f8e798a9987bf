using Migrator.Bindle.Verification;
using Migrator.Cloud.Deployment;
using Migrator.Engine.Deploying;

namespace Migrator.Cli.Output.Clouds;

/// <summary>What <c>rollback</c> says: the revision that is live again, or one JSON document.</summary>
internal static class RollbackReport
{
    public static int Write(Report report, RollbackRequest request, RollbackOutcome outcome)
    {
        var (word, code) = outcome switch
        {
            { IsMissing: true } => ("source-refused", ExitCode.Source),
            { Status: DeploymentStatus.RolledBack } => ("rolled-back", ExitCode.Done),
            { Status: DeploymentStatus.NotReady } => ("not-ready", ExitCode.NotReady),
            { Status: DeploymentStatus.RefusedByGate } => ("gate-refused", ExitCode.Gate),
            _ => ("target-refused", ExitCode.Target),
        };
        var app = $"app {request.Name}";
        Finding[] stops = code switch
        {
            ExitCode.Done => [],
            ExitCode.Gate => [DeployFindings.GateRefused.Of(app, outcome.Reason)],
            ExitCode.NotReady => [DeployFindings.NotRolledBack.Of(app, outcome.Reason)],
            _ => [DeployFindings.NotPossible.Of(app, outcome.Reason)],
        };
        Finding[] findings = [.. DeployFindings.OddOf(app, outcome.Health), .. stops];
        if (report.IsJson)
        {
            report.Json(json =>
            {
                JsonParts.Head(json, "rollback", word, code);
                json.WriteString("name", request.Name);
                json.WriteString("revision", outcome.Revision);
                json.WriteString("reason", outcome.Reason);
                HealthJson.Write(json, "health", outcome.Health);
                FindingJson.Write(json, findings);
            });
            return code;
        }

        if (outcome.Health is { } health)
        {
            HealthText.Write(report, health);
        }

        report.Findings(findings);
        if (code == ExitCode.Done)
        {
            report.Result(outcome.Revision!);
        }

        return code;
    }
}
