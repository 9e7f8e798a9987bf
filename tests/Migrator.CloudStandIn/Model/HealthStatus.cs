namespace Migrator.StandIn.Model;

/// <summary><c>ApiHealthStatus</c>.</summary>
public enum HealthStatus
{
    /// <summary>It runs.</summary>
    Healthy,

    /// <summary>It does not.</summary>
    Unhealthy,

    /// <summary>Some of it does.</summary>
    Degraded,
}
