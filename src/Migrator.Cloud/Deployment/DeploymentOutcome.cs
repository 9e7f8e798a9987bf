using System.Collections.Immutable;
using Migrator.Cloud.Api;
using Migrator.Cloud.Health;

namespace Migrator.Cloud.Deployment;

/// <summary>What a deploy came to.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Plan">What was to be done.</param>
public sealed record DeploymentOutcome(DeploymentStatus Status, DeploymentPlan Plan)
{
    /// <summary>The steps that are done.</summary>
    public ImmutableArray<DeploymentStep> Done { get; init; } = [];

    /// <summary>
    /// What stopped the deploy, a <see cref="CloudException"/> or <see cref="Login.LoginException"/>; null for nothing.
    /// </summary>
    public Exception? Fault { get; init; }

    /// <summary>The application's id; null when there is none yet.</summary>
    public Guid? AppId { get; init; }

    /// <summary>Where the application answers; null when it never got so far.</summary>
    public Uri? Url { get; init; }

    /// <summary>What was seen of the failover; null when it never began.</summary>
    public HealthReport? Health { get; init; }

    /// <summary>What was seen of the way back; null when it was not gone.</summary>
    public HealthReport? RollbackHealth { get; init; }
}
