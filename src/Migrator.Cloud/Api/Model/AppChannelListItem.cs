namespace Migrator.Cloud.Api.Model;

/// <summary>A channel, as an application lists it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
public sealed record AppChannelListItem(Guid Id, string Name)
{
    /// <summary>The number of the revision that is live; null when none is.</summary>
    public string? ActiveRevisionNumber { get; init; }

    /// <summary>The host, with a port if any, that it answers at.</summary>
    public string? Domain { get; init; }

    /// <summary>The cloud's word on its health, such as <c>Healthy</c>.</summary>
    public string? HealthStatus { get; init; }
}
