using Migrator.Cloud.Health;

namespace Migrator.Cloud.Deployment;

/// <summary>What a way back came to.</summary>
/// <param name="Status">
/// <see cref="DeploymentStatus.RolledBack"/>, <see cref="DeploymentStatus.RefusedByGate"/> for a bindle,
/// <see cref="DeploymentStatus.NotPossible"/> or <see cref="DeploymentStatus.NotReady"/>.
/// </param>
/// <param name="Reason">Why; one line.</param>
public sealed record RollbackOutcome(DeploymentStatus Status, string Reason)
{
    /// <summary>Whether there is no such application.</summary>
    public bool IsMissing { get; init; }

    /// <summary>The revision that was gone back to; null when none was.</summary>
    public string? Revision { get; init; }

    /// <summary>What was seen of it; null when it never began.</summary>
    public HealthReport? Health { get; init; }
}
