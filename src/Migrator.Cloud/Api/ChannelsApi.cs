using Migrator.Cloud.Api.Http;
using Migrator.Cloud.Api.Model;

namespace Migrator.Cloud.Api;

/// <summary>Channels: which revision of an application is live.</summary>
public sealed class ChannelsApi
{
    private readonly CloudHttp _http;

    internal ChannelsApi(CloudHttp http) => _http = http;

    /// <summary>Lists the channels of all applications, page by page.</summary>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>Every channel once.</returns>
    public IAsyncEnumerable<ChannelItem> ListAsync(CancellationToken cancellationToken)
    {
        const string what = "listing the channels";
        return PageWalk.ItemsAsync(
            what,
            index => _http.ReadAsync(
                new CloudRequest(HttpMethod.Get, $"/api/channels?pageIndex={index}&pageSize={PageWalk.PageSize}", what),
                CloudJson.Default.PageChannelItem,
                cancellationToken),
            channel => channel.Id,
            cancellationToken);
    }

    /// <summary>Reads a channel.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The channel.</returns>
    public Task<ChannelItem> GetAsync(Guid id, CancellationToken cancellationToken) => _http.ReadAsync(
        new CloudRequest(HttpMethod.Get, $"/api/channels/{id}", $"reading channel {id}"),
        CloudJson.Default.ChannelItem,
        cancellationToken);

    /// <summary>Creates a channel with a given revision live.</summary>
    /// <param name="appId">The application.</param>
    /// <param name="name">Its name.</param>
    /// <param name="revisionId">The revision.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>Its id.</returns>
    public Task<Guid> CreateAsync(Guid appId, string name, Guid revisionId, CancellationToken cancellationToken) =>
        _http.ReadAsync(
            new CloudRequest(HttpMethod.Post, "/api/channels", $"creating channel {name}").With(
                new Commands.CreateChannel(
                    appId, name, PatchChannelCommand.UseSpecifiedRevision, RangeRule: null, revisionId),
                CloudJson.Default.CreateChannel),
            CloudJson.Default.Guid,
            cancellationToken);

    /// <summary>Changes a channel.</summary>
    /// <param name="command">What is changed.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>When the cloud has taken it, which does not mean that the revision runs.</returns>
    public Task PatchAsync(PatchChannelCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return _http.SendOnlyAsync(
            new CloudRequest(
                HttpMethod.Patch, $"/api/channels/{command.ChannelId}", $"changing channel {command.ChannelId}")
            {
                Body = command.ToBytes(),
            },
            cancellationToken);
    }

    /// <summary>Asks for the cloud's word on the health of a channel.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns><c>Healthy</c>, <c>Unhealthy</c> or <c>Degraded</c>; null when it says nothing.</returns>
    public async Task<string?> ReadHealthAsync(Guid id, CancellationToken cancellationToken)
    {
        var health = await _http.ReadAsync(
            new CloudRequest(HttpMethod.Get, $"/api/channels/{id}/healthz", $"reading the health of channel {id}"),
            CloudJson.Default.Health,
            cancellationToken).ConfigureAwait(false);
        return health.Status;
    }

    /// <summary>Reads what the application of a channel has logged; there in either era.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="max">How many lines at most.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The newest lines.</returns>
    public async Task<IReadOnlyList<string>> ReadLogsAsync(Guid id, int max, CancellationToken cancellationToken)
    {
        var answer = await _http.ReadAsync(
            new CloudRequest(
                HttpMethod.Get, $"/api/channels/{id}/logs?max={max}", $"reading the log of channel {id}"),
            CloudJson.Default.ChannelLogs,
            cancellationToken).ConfigureAwait(false);
        return answer.Logs;
    }
}
