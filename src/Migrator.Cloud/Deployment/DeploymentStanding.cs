using Migrator.Cloud.Api;
using Migrator.Cloud.Api.Model;

namespace Migrator.Cloud.Deployment;

/// <summary>Where a deploy stands that is stopped, in words.</summary>
internal static class DeploymentStanding
{
    private const string GoOn = "The same command goes on.";

    /// <summary>Says it, and what to do.</summary>
    /// <param name="plan">What is done.</param>
    /// <param name="begun">The step that was begun last.</param>
    /// <param name="app">The application, as it was before; null when there was none.</param>
    public static string Of(DeploymentPlan plan, DeploymentStep begun, AppItem? app)
    {
        var revision = $"Revision {plan.Image.Tag} of {plan.AppName}";
        if (begun.Kind == StepKind.Watch)
        {
            return $"{revision} is live already, and was not yet seen to be ready. {GoOn}";
        }

        var mayBeLive = begun.Kind == StepKind.Activate
            || (begun.Kind == StepKind.Register && plan.Era == CloudEra.ImplicitActivation);
        var standing = mayBeLive ? $"{revision} may be live already."
            : app?.LiveChannel() is null ? $"No revision of {plan.AppName} is live yet."
            : $"{plan.AppName} still runs what it ran before.";
        var number = plan.Steps.IndexOf(begun) + 1;
        return $"It was at step {number} of {plan.Steps.Length}, {begun.Title}. {standing} {GoOn}";
    }

    /// <summary>Says it of a deploy that was about to go back.</summary>
    /// <param name="plan">What is done.</param>
    public static string OfWayBack(DeploymentPlan plan) =>
        $"Revision {plan.Image.Tag} of {plan.AppName} did not get ready, and the way back to {plan.Rollback.Revision} "
        + $"was begun. To go it to its end: {plan.RollbackCommand}";
}
