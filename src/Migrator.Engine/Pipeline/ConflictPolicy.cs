namespace Migrator.Engine.Pipeline;

/// <summary>What becomes of a tag that points to another digest than the bindle makes.</summary>
public enum ConflictPolicy
{
    /// <summary>It stays, and the job is refused.</summary>
    Fail,

    /// <summary>It stays, and the job ends well without having written anything.</summary>
    Skip,

    /// <summary>It is moved, with a warning.</summary>
    Overwrite,
}
