using Migrator.Cloud.Deployment;
using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;

namespace Migrator.Engine.Deploying;

/// <summary>What one deploy came to.</summary>
/// <param name="Migration">The bindle, the artifact, and all findings; its status is the deploy's.</param>
public sealed record DeployOutcome(MigrationOutcome Migration)
{
    /// <summary>How it ended.</summary>
    public JobStatus Status => Migration.Status;

    /// <summary>What was, or would be, done; null when it did not get that far.</summary>
    public DeploymentPlan? Plan { get; init; }

    /// <summary>What is deployed, or would be; null when it did not get that far.</summary>
    internal Artifact? Artifact { get; init; }

    /// <summary>What was done and seen; null in a dry run, and when it did not get that far.</summary>
    public DeploymentOutcome? Deployment { get; init; }
}
