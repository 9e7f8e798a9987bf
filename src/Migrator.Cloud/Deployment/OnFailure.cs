namespace Migrator.Cloud.Deployment;

/// <summary>What happens to a deploy that does not become ready.</summary>
public enum OnFailure
{
    /// <summary>It stays live.</summary>
    Keep,

    /// <summary>The revision from before becomes live again, where it can start.</summary>
    Rollback,
}
