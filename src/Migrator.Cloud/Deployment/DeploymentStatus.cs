namespace Migrator.Cloud.Deployment;

/// <summary>How a deploy, or a way back, ended.</summary>
public enum DeploymentStatus
{
    /// <summary>Only the wanted version answers.</summary>
    Ready,

    /// <summary>The gate is shut; nothing was written.</summary>
    RefusedByGate,

    /// <summary>Something must be mended first; nothing was written.</summary>
    NotPossible,

    /// <summary>It is live and not ready; the health report says in which way.</summary>
    NotReady,

    /// <summary>It was not ready, and the revision from before answers again.</summary>
    RolledBack,

    /// <summary>The cloud stopped it midway; it can be run again.</summary>
    Interrupted,
}
