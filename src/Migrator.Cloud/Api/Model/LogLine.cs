namespace Migrator.Cloud.Api.Model;

/// <summary>A line of a log.</summary>
public sealed record LogLine
{
    /// <summary>When it was written, as the cloud writes it.</summary>
    public string? Time { get; init; }

    /// <summary>The stream that it was written to.</summary>
    public string? Source { get; init; }

    /// <summary>The line.</summary>
    public string? Line { get; init; }
}
