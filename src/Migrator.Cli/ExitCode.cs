using Migrator.Engine.Jobs;

namespace Migrator.Cli;

/// <summary>The exit codes of the command, a contract with scripts (README, "Exit codes").</summary>
internal static class ExitCode
{
    /// <summary>Done, or there already.</summary>
    public const int Done = 0;

    /// <summary>A fault of the program.</summary>
    public const int Unexpected = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The source is missing, invalid, yanked without the flag, or not expressible in the profile.</summary>
    public const int Source = 3;

    /// <summary>Source or target wants credentials, or refuses those that it was given.</summary>
    public const int Credentials = 4;

    /// <summary>A failure that may pass: run again.</summary>
    public const int Temporary = 5;

    /// <summary>Some bindles of a batch are not at the target.</summary>
    public const int Partly = 6;

    /// <summary>The target refuses the content, or its tag points to another digest.</summary>
    public const int Target = 7;

    /// <summary>A limit of a batch on time or bytes is reached.</summary>
    public const int Budget = 8;

    /// <summary>Bytes are not what they should be.</summary>
    public const int Mismatch = 10;

    /// <summary>A batch's journal is in use, or not fit.</summary>
    public const int Journal = 12;

    /// <summary>Stopped by Ctrl-C; can be run again.</summary>
    public const int Cancelled = 130;

    /// <summary>The exit code of a job's end.</summary>
    public static int Of(JobStatus status) => status switch
    {
        JobStatus.Done or JobStatus.AlreadyThere or JobStatus.Planned or JobStatus.Skipped => Done,
        JobStatus.SourceRefused => Source,
        JobStatus.TargetRefused => Target,
        JobStatus.Credentials => Credentials,
        JobStatus.Temporary => Temporary,
        JobStatus.Mismatch => Mismatch,
        _ => Unexpected,
    };
}
