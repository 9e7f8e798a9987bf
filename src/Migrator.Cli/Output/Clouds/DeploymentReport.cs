using Migrator.Cli.Registries;
using Migrator.Cloud.Deployment;
using Migrator.Engine.Deploying;
using Migrator.Engine.Jobs;

namespace Migrator.Cli.Output.Clouds;

/// <summary>
/// What <c>migrate --deploy</c> says: where the app answers, or the plan in a dry run. Its twin is
/// <see cref="DeploymentJson"/>.
/// </summary>
internal static class DeploymentReport
{
    public static int Write(Report report, DeployOutcome outcome, RegistrySession registry)
    {
        if (report.IsJson)
        {
            report.Json(json => DeploymentJson.Write(json, outcome, registry));
            return ExitCode.Of(outcome.Status);
        }

        if (outcome.Deployment?.Health is { } health)
        {
            HealthText.Write(report, health);
        }

        if (outcome.Deployment?.RollbackHealth is { } back)
        {
            report.Info("gone back:");
            HealthText.Write(report, back);
        }

        report.Findings(outcome.Migration.Findings);
        report.Info(Summary(outcome));
        if (report.IsVerbose)
        {
            report.Info(TimingText.Of(outcome.Migration.Timings));
        }

        WriteResult(report, outcome);
        return ExitCode.Of(outcome.Status);
    }

    private static void WriteResult(Report report, DeployOutcome outcome)
    {
        if (outcome is { Status: JobStatus.Planned, Plan: { } plan })
        {
            WritePlan(report, plan);
        }
        else if (outcome.Status is JobStatus.Done or JobStatus.AlreadyThere && outcome.Deployment?.Url is { } url)
        {
            report.Result(url.AbsoluteUri);
        }
    }

    private static void WritePlan(Report report, DeploymentPlan plan)
    {
        report.Result($"app       {plan.AppName}: {plan.Decision.Reason}");
        report.Result($"artifact  {plan.Image.Digest}");
        foreach (var (number, step) in plan.Steps.Index())
        {
            report.Result($"step {number + 1,-4} {step.Title}");
            report.Result($"          {step.Request}");
        }

        report.Result($"way back  {(plan.Rollback.IsPossible ? "yes" : "no")}. {plan.Rollback.Reason}");
        foreach (var unknown in plan.Unknowns)
        {
            report.Result($"unknown   {unknown}");
        }
    }

    private static string NextOf(JobStatus status) => status == JobStatus.Temporary
        ? "run the same command to go on"
        : "mend what the errors above say, then run the same command to go on";

    private static string Summary(DeployOutcome outcome)
    {
        var app = $"app {outcome.Plan?.AppName}";
        var tag = outcome.Plan?.Image.Tag;
        return outcome.Status switch
        {
            JobStatus.Done => $"deployed {outcome.Migration.Id}: {app}, revision {tag}",
            JobStatus.AlreadyThere => $"nothing to do: {app} runs revision {tag} already",
            JobStatus.Planned => $"would deploy {outcome.Migration.Id} as {app}; nothing was written",
            JobStatus.NotReady => $"deployed {outcome.Migration.Id}, and not ready",
            JobStatus.RolledBack => $"deployed {outcome.Migration.Id}, not ready, and gone back",
            _ when outcome.Deployment is { Done.IsEmpty: false } =>
                $"not deployed: {outcome.Migration.Id}; stopped midway, {NextOf(outcome.Status)}",
            _ => $"not deployed: {outcome.Migration.Id?.ToString() ?? "the bindle"}; the errors above say why",
        };
    }
}
