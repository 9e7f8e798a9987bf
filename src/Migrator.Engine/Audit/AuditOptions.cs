namespace Migrator.Engine.Audit;

/// <summary>How an artifact is audited.</summary>
public sealed record AuditOptions
{
    /// <summary>Whether a Spin artifact without the bindle as its referrer is an error. Default: no, a note.</summary>
    public bool RequireReferrer { get; init; }

    /// <summary>
    /// The largest locked app or invoice that is read into memory, in bytes. Default: 64 MiB; at least 1.
    /// </summary>
    public int MaxDocumentBytes { get; init; } = 64 << 20;
}
