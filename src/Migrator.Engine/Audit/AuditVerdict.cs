namespace Migrator.Engine.Audit;

/// <summary>The outcome of an audit in one word.</summary>
public enum AuditVerdict
{
    /// <summary>The artifact is what the bindle says; there may be warnings.</summary>
    Matches,

    /// <summary>At least one finding is an error.</summary>
    Differs,
}
