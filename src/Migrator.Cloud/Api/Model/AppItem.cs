namespace Migrator.Cloud.Api.Model;

/// <summary>An application of an account.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, unique in the account, as it was written when it was created.</param>
/// <param name="StorageId">Where its package lies: <c>oci://NAME</c>, or the bare name of a bindle.</param>
/// <param name="Channels">Its channels; deploys use the one named <see cref="DeployChannel"/>.</param>
public sealed record AppItem(Guid Id, string Name, string StorageId, IReadOnlyList<AppChannelListItem> Channels)
{
    /// <summary>The name of the channel that deploys use.</summary>
    public const string DeployChannel = "spin-deploy";

    /// <summary>
    /// The host, with a port if any, that the application answers at; null in the era of explicit channels, where the
    /// channel has it.
    /// </summary>
    public string? Subdomain { get; init; }

    /// <summary>The cloud's word on its health, such as <c>Healthy</c>; null when it says nothing.</summary>
    public string? HealthStatus { get; init; }

    /// <summary>The newest revision, by the cloud's word; null in the era of explicit channels.</summary>
    public string? LatestRevision { get; init; }

    /// <summary>
    /// The channel that is deployed to: the one of that name, or the only one there is; null when there is none.
    /// </summary>
    public AppChannelListItem? LiveChannel() =>
        Channels.FirstOrDefault(channel => channel.Name == DeployChannel)
        ?? (Channels.Count == 1 ? Channels[0] : null);

    /// <summary>The host, with a port if any, that the application answers at; null when it has none yet.</summary>
    public string? Host() => Subdomain ?? LiveChannel()?.Domain;
}
