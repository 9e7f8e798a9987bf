using Migrator.Cloud.Api.Http;
using Migrator.Cloud.Api.Model;

namespace Migrator.Cloud.Api;

/// <summary>Applications of the account.</summary>
public sealed class AppsApi
{
    private readonly CloudHttp _http;

    internal AppsApi(CloudHttp http) => _http = http;

    /// <summary>Lists all applications, page by page.</summary>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>Every application once, by name.</returns>
    public IAsyncEnumerable<AppItem> ListAsync(CancellationToken cancellationToken)
    {
        const string what = "listing the apps";
        return PageWalk.ItemsAsync(
            what,
            index => _http.ReadAsync(
                new CloudRequest(HttpMethod.Get, $"/api/apps?pageIndex={index}&pageSize={PageWalk.PageSize}", what),
                CloudJson.Default.PageAppItem,
                cancellationToken),
            app => app.Id,
            cancellationToken);
    }

    /// <summary>Asks for a single application, to see whether the token is taken.</summary>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>When the cloud has taken the token.</returns>
    public Task CheckLoginAsync(CancellationToken cancellationToken) => _http.ReadAsync(
        new CloudRequest(HttpMethod.Get, "/api/apps?pageSize=1", "checking the login"),
        CloudJson.Default.PageAppItem,
        cancellationToken);

    /// <summary>Reads an application.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The application.</returns>
    public Task<AppItem> GetAsync(Guid id, CancellationToken cancellationToken) => _http.ReadAsync(
        new CloudRequest(HttpMethod.Get, $"/api/apps/{id}", $"reading app {id}"),
        CloudJson.Default.AppItem,
        cancellationToken);

    /// <summary>Creates an application.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="storageId">Where its package lies, such as <c>oci://hello</c>.</param>
    /// <param name="createDefaultDatabase">
    /// Whether it gets an SQL database named <c>default</c>; null where links are made instead.
    /// </param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>Its id.</returns>
    public Task<Guid> CreateAsync(
        string name, string storageId, bool? createDefaultDatabase, CancellationToken cancellationToken) =>
        _http.ReadAsync(
            new CloudRequest(HttpMethod.Post, "/api/apps", $"creating app {name}").With(
                new Commands.CreateApp(name, storageId, createDefaultDatabase), CloudJson.Default.CreateApp),
            CloudJson.Default.Guid,
            cancellationToken);

    /// <summary>Deletes an application; its databases stay.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>When it is gone.</returns>
    public Task DeleteAsync(Guid id, CancellationToken cancellationToken) => _http.SendOnlyAsync(
        new CloudRequest(HttpMethod.Delete, $"/api/apps/{id}", $"deleting app {id}"), cancellationToken);

    /// <summary>Reads what an application has logged. Not there in the era of explicit channels.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="max">How many lines at most.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The newest lines.</returns>
    public async Task<IReadOnlyList<LogEntry>> ReadLogsAsync(Guid id, int max, CancellationToken cancellationToken)
    {
        var answer = await _http.ReadAsync(
            new CloudRequest(HttpMethod.Get, $"/api/apps/{id}/logs/raw?max={max}", $"reading the log of app {id}"),
            CloudJson.Default.RawLogs,
            cancellationToken).ConfigureAwait(false);
        return answer.Entries;
    }
}
