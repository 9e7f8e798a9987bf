using Migrator.Bindle.Verification;
using Migrator.Cloud.Api;
using Migrator.Cloud.Deployment;
using Migrator.Cloud.Health;
using Migrator.Engine.Jobs;

namespace Migrator.Engine.Deploying;

/// <summary>What deploying can find: BM5001 to BM5049.</summary>
public static class DeployFindings
{
    /// <summary>What is deployed stands against it; nothing was written.</summary>
    public static readonly FindingKind GateRefused = new("BM5001", FindingLevel.Error, "refused by the version gate");

    /// <summary>Something must be mended first; nothing was written.</summary>
    public static readonly FindingKind NotPossible = new("BM5002", FindingLevel.Error, "the deploy would fail");

    /// <summary>Something to know before the deploy.</summary>
    public static readonly FindingKind GoodToKnow = new("BM5003", FindingLevel.Warning, "good to know");

    /// <summary>The profile was chosen, and is not the cloud's own.</summary>
    public static readonly FindingKind OtherProfile = new(
        "BM5004", FindingLevel.Warning, "not the profile of the cloud's own tools");

    /// <summary>The cloud refuses.</summary>
    public static readonly FindingKind CloudRefused = new("BM5005", FindingLevel.Error, "the cloud refuses");

    /// <summary>The cloud does not answer as it should now.</summary>
    public static readonly FindingKind CloudUnavailable = new(
        "BM5006", FindingLevel.Error, "the cloud cannot be reached");

    /// <summary>There is no login, or the cloud does not take it.</summary>
    public static readonly FindingKind CloudDenied = new("BM5007", FindingLevel.Error, "no access to the cloud");

    /// <summary>It is live, and not ready.</summary>
    public static readonly FindingKind NotReady = new("BM5008", FindingLevel.Error, "deployed, and not ready");

    /// <summary>It was not ready, and what was there before is live again.</summary>
    public static readonly FindingKind RolledBack = new("BM5009", FindingLevel.Warning, "gone back");

    /// <summary>The way back did not lead there.</summary>
    public static readonly FindingKind NotRolledBack = new("BM5010", FindingLevel.Error, "not gone back");

    /// <summary>Something odd that does not stop the deploy.</summary>
    public static readonly FindingKind Odd = new("BM5011", FindingLevel.Warning, "odd");

    /// <summary>What it means that a cloud did not do what it was asked.</summary>
    /// <param name="exception">The failure.</param>
    /// <returns>The finding.</returns>
    public static Finding Of(CloudException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var kind = exception switch
        {
            { MayPass: true } => CloudUnavailable,
            { Failure: CloudFailure.Credentials } => CloudDenied,
            _ => CloudRefused,
        };
        return kind.Of("cloud", exception.Message);
    }

    /// <summary>What was odd in a watch, and did not stop it.</summary>
    /// <param name="subject">What was watched.</param>
    /// <param name="health">What was seen; null when nothing was.</param>
    /// <returns>A finding each.</returns>
    public static IEnumerable<Finding> OddOf(string subject, HealthReport? health) =>
        (health?.Warnings ?? []).Select(warning => Odd.Of(subject, warning));

    /// <summary>What a plan runs into.</summary>
    internal static IEnumerable<Finding> Of(DeploymentPlan plan)
    {
        var app = $"app {plan.AppName}";
        if (!plan.Decision.IsOpen)
        {
            yield return GateRefused.Of(app, plan.Decision.Reason);
        }

        foreach (var fault in plan.Faults)
        {
            yield return (fault.IsBlocking ? NotPossible : GoodToKnow).Of(app, fault.Message);
        }
    }

    /// <summary>What went wrong with a deploy that was begun.</summary>
    internal static IEnumerable<Finding> Of(DeploymentOutcome outcome)
    {
        var app = $"app {outcome.Plan.AppName}";
        foreach (var finding in OddOf(app, outcome.Health).Concat(OddOf(app, outcome.RollbackHealth)))
        {
            yield return finding;
        }

        if (outcome.Status is DeploymentStatus.NotReady or DeploymentStatus.RolledBack)
        {
            yield return NotReady.Of(app, WhyNotReady(outcome));
        }

        if (outcome.Status == DeploymentStatus.RolledBack)
        {
            yield return RolledBack.Of(
                app, $"Revision {outcome.Plan.Rollback.Revision} is live again, and answers.{Staying(outcome.Plan)}");
        }
        else if (outcome.Status == DeploymentStatus.NotReady && outcome.RollbackHealth is { } health)
        {
            yield return NotRolledBack.Of(
                app,
                $"Revision {outcome.Plan.Rollback.Revision} was made live again, but {Words(health)}."
                + Staying(outcome.Plan));
        }

        if (outcome.Fault is { } fault && JobFault.Explain(fault) is { } explained)
        {
            yield return explained.Finding;
        }
    }

    private static string WhyNotReady(DeploymentOutcome outcome)
    {
        // No full stop after a command: whoever copies the line copies it, too.
        var next = outcome.Status == DeploymentStatus.RolledBack ? ""
            : outcome.Plan.RollbackCommand is { } command
                ? $"{Staying(outcome.Plan)} Go back with: {command}"
            : " There is no way back; mend it and deploy again.";
        return $"Revision {outcome.Plan.Image.Tag} is registered, but {Words(outcome.Health!)}.{next}";
    }

    private static string Staying(DeploymentPlan plan) => plan.StaysAfterRollback is { } stays ? " " + stays : "";

    /// <summary>Why a watch did not end well, as the end of a sentence.</summary>
    internal static string Words(HealthReport health) => health.Verdict switch
    {
        HealthVerdict.Converged => "all is well",
        HealthVerdict.TimedOutWithSomeNew => "old and new still answer side by side",
        HealthVerdict.TimedOutWithNoneNew => "it never answered",
        HealthVerdict.TooManyErrors => "most requests fail",
        HealthVerdict.Unhealthy => "it says that it is not healthy",
        HealthVerdict.SmokeFailed => "a URL that must answer does not answer as it should: "
            + string.Join(", ", health.Smoke.Where(result => !result.IsPassed).Select(result => result.Url)),
        HealthVerdict.Unconfirmed =>
            "the same artifact answered before, and the cloud does not say that this revision is live",
        _ => throw new ArgumentOutOfRangeException(nameof(health)),
    };
}
