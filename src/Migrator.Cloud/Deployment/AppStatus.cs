using Migrator.Cloud.Deployment.Gate;

namespace Migrator.Cloud.Deployment;

/// <summary>What is deployed under a name.</summary>
/// <param name="Name">The application's name.</param>
/// <param name="Decision">What the gate takes it for, and what an upgrade to OCI would do.</param>
/// <param name="Running">What it says that it runs.</param>
public sealed record AppStatus(string Name, GateDecision Decision, RunningPackage Running)
{
    /// <summary>Its id; null when there is none.</summary>
    public Guid? Id { get; init; }

    /// <summary>Where its package lies.</summary>
    public string? StorageId { get; init; }

    /// <summary>The revision that is live.</summary>
    public string? ActiveRevision { get; init; }

    /// <summary>Where it answers.</summary>
    public Uri? Url { get; init; }

    /// <summary>The cloud's word on its health.</summary>
    public string? HealthStatus { get; init; }
}
