namespace Migrator.Cloud.Api.Model;

/// <summary>Who logged lines.</summary>
public sealed record LogMeta
{
    /// <summary>The component's id.</summary>
    public string? ComponentId { get; init; }

    /// <summary>The request's id.</summary>
    public string? RequestId { get; init; }
}
