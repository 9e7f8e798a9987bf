using Migrator.Bindle.Verification;

namespace Migrator.Engine.Jobs;

/// <summary>Findings that belong to a job as a whole and not to one of its stages.</summary>
public static class JobFindings
{
    /// <summary>The source is not there, cannot be read, or has no such bindle.</summary>
    public static readonly FindingKind SourceUnusable = new("BM1900", FindingLevel.Error, "the source cannot be used");

    /// <summary>A fault of this program, which ends one job of many.</summary>
    public static readonly FindingKind Unexpected = new("BM1903", FindingLevel.Error, "a fault of this program");

    /// <summary>The source wants credentials, or refuses those that it was given.</summary>
    public static readonly FindingKind SourceDenied = new("BM1901", FindingLevel.Error, "the source denies access");

    /// <summary>The source does not answer now.</summary>
    public static readonly FindingKind SourceUnavailable = new(
        "BM1902", FindingLevel.Error, "the source does not answer");
}
