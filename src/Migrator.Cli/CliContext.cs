using Migrator.Cloud.Deployment;

namespace Migrator.Cli;

/// <summary>What the command line needs of the world around it.</summary>
internal sealed record CliContext
{
    /// <summary>Where results go.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Where everything else goes.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Times the stages.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Whether a person looks at <see cref="Error"/> and progress may be drawn there.</summary>
    public bool ShowsProgress { get; init; }

    /// <summary>Whether <see cref="Error"/> may have colours.</summary>
    public bool UsesColor { get; init; }

    /// <summary>Whether summaries are left out unless asked for, because a log is read for its findings.</summary>
    public bool IsTerse { get; init; }

    /// <summary>Where large temporary files may go.</summary>
    public required string TempFolder { get; init; }

    /// <summary>Looks up a variable of the environment; null when it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    /// <summary>Opens standard input.</summary>
    public Func<Stream> OpenInput { get; init; } = () => Stream.Null;

    /// <summary>Whether standard input is a terminal, where a password would be seen.</summary>
    public bool IsInputTerminal { get; init; }

    /// <summary>The user's home; null when there is none.</summary>
    public string? HomeFolder { get; init; }

    /// <summary>Where programs keep their settings for this user; null when there is no such place.</summary>
    public string? SettingsFolder { get; init; }

    /// <summary>Asks for more time to tidy up in when the command is stopped, before the process ends.</summary>
    public Action<TimeSpan> AllowGrace { get; init; } = _ => { };

    /// <summary>Changes how quickly deploys look and wait.</summary>
    public Func<DeployerOptions, DeployerOptions> DeployPace { get; init; } = options => options;
}
