using Migrator.Bindle.Verification;

namespace Migrator.Engine.Jobs;

/// <summary>Findings that belong to a job as a whole and not to one of its stages.</summary>
public static class JobFindings
{
    /// <summary>The source is not there, cannot be read, or has no such bindle.</summary>
    public static readonly FindingKind SourceUnusable = new("BM1900", FindingLevel.Error, "the source cannot be used");
}
