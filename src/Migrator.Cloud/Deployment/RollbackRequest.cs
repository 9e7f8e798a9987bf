using Migrator.Cloud.Api;

namespace Migrator.Cloud.Deployment;

/// <summary>Which application goes back, and to what.</summary>
/// <param name="Name">The application's name, in the cloud or as in its manifest.</param>
public sealed record RollbackRequest(string Name)
{
    /// <summary>The application, whatever its name; null to find it by name.</summary>
    public Guid? AppId { get; init; }

    /// <summary>The revision to go back to; null when there is only one that can start.</summary>
    public string? Revision { get; init; }

    /// <summary>How the cloud activates; null to find out.</summary>
    public CloudEra? Era { get; init; }
}
