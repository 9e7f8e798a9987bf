namespace Migrator.Cloud.Api.Model;

/// <summary>A link: an application reaches a store or database by a label.</summary>
/// <param name="Label">The label that the application's manifest uses.</param>
/// <param name="AppId">The application's id.</param>
public sealed record ResourceLabel(string Label, Guid AppId)
{
    /// <summary>The application's name.</summary>
    public string? AppName { get; init; }
}
