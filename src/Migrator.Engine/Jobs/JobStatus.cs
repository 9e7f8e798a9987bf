namespace Migrator.Engine.Jobs;

/// <summary>How a job ended. The findings of its outcome say why.</summary>
public enum JobStatus
{
    /// <summary>What was asked for is there now.</summary>
    Done,

    /// <summary>What was asked for was there before; nothing was written.</summary>
    AlreadyThere,

    /// <summary>A dry run: the job could be done, and nothing was written.</summary>
    Planned,

    /// <summary>The source is missing, invalid, withdrawn, or cannot be expressed in the profile.</summary>
    SourceRefused,

    /// <summary>The target is unfit or refuses the content, or its tag points elsewhere.</summary>
    TargetRefused,

    /// <summary>
    /// Reading or writing failed for a reason that may pass, such as a full disk; the job can run again.
    /// </summary>
    Temporary,

    /// <summary>Credentials are missing, wrong or not enough, or a registry cannot prove who it is.</summary>
    CredentialsRefused,

    /// <summary>Bytes that were checked are not what they should be.</summary>
    Mismatch,
}
