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

    /// <summary>Bytes or signatures that were checked are not what they should be.</summary>
    Mismatch,

    /// <summary>Source or target wants credentials, or refuses those that it was given.</summary>
    Credentials,

    /// <summary>
    /// The tag points to another digest and stays so, as asked; or the bindle is not one of those that a batch file
    /// means. Nothing was written.
    /// </summary>
    Skipped,

    /// <summary>What is deployed stands against the deploy; nothing was written.</summary>
    GateRefused,

    /// <summary>It is deployed, and not ready.</summary>
    NotReady,

    /// <summary>It was deployed and not ready, and what was there before is live again.</summary>
    RolledBack,

    /// <summary>A fault of this program ended the job; those beside it go on.</summary>
    Unexpected,
}
