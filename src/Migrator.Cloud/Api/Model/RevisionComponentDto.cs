namespace Migrator.Cloud.Api.Model;

/// <summary>A component of a revision.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">Where its bytes come from; a bare SHA-256 hints at Bindle.</param>
public sealed record RevisionComponentDto(string Name, string Source)
{
    /// <summary>The route that it answers, if any.</summary>
    public string? Route { get; init; }
}
