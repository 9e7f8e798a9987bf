namespace Migrator.Cloud.Api.Model;

/// <summary>Lines that one request, or one instance, has logged.</summary>
public sealed record LogEntry
{
    /// <summary>Who logged them.</summary>
    public LogMeta? Meta { get; init; }

    /// <summary>The lines, oldest first.</summary>
    public IReadOnlyList<LogLine> LogLines { get; init; } = [];
}
