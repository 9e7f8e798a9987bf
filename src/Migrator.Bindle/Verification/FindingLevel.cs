namespace Migrator.Bindle.Verification;

/// <summary>How much a finding weighs.</summary>
public enum FindingLevel
{
    /// <summary>Worth knowing; nothing to do.</summary>
    Note,

    /// <summary>Something was changed, dropped or is doubtful; the job goes on.</summary>
    Warning,

    /// <summary>The job stops here.</summary>
    Error,
}
