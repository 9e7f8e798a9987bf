using Migrator.Engine.Deploying;
using Migrator.Engine.Journal;
using Migrator.Engine.Pipeline;

namespace Migrator.Engine.Batch.Running;

/// <summary>What one attempt at an app came to.</summary>
/// <param name="Outcome">The job's outcome.</param>
/// <param name="Deployment">What is in the cloud of it; null when it was not deployed.</param>
internal sealed record AppResult(MigrationOutcome Outcome, RecordedDeployment? Deployment = null)
{
    public static AppResult Of(string registry, DeployOutcome outcome) => new(
        outcome.Migration,
        outcome.Plan is { } plan
            ? new RecordedDeployment(
                outcome.Deployment?.AppId?.ToString(),
                $"{registry}/{plan.Image.Repository}",
                plan.Image.Tag,
                outcome.Deployment?.Url?.ToString())
            : null);
}
