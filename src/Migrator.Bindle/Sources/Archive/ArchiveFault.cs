using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Archive;

/// <summary>A fault after which an archive cannot be read on; becomes a finding.</summary>
internal sealed class ArchiveFault : Exception
{
    /// <summary>Makes the fault.</summary>
    /// <param name="kind">The kind of finding.</param>
    /// <param name="message">What failed, expected and got, what to do next.</param>
    /// <param name="innerException">The cause below, if any.</param>
    public ArchiveFault(FindingKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>The kind of finding.</summary>
    public FindingKind Kind { get; }

    /// <summary>The archive ended early.</summary>
    /// <param name="where">In the middle of what.</param>
    /// <returns>The fault.</returns>
    public static ArchiveFault Truncated(string where) => new(
        SourceFindings.ArchiveTruncated, $"The archive ends in the middle of {where}. Copy or make it again.");

    /// <summary>The archive's bytes are no tar.</summary>
    /// <param name="what">What is wrong.</param>
    /// <returns>The fault.</returns>
    public static ArchiveFault Damaged(string what) => new(
        SourceFindings.ArchiveDamaged, $"The archive is damaged: {what}. Copy or make it again.");
}
