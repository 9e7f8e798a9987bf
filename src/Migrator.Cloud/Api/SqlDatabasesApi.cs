using Migrator.Cloud.Api.Http;
using Migrator.Cloud.Api.Model;

namespace Migrator.Cloud.Api;

/// <summary>SQL databases. In the era of explicit channels there is one an application, named default.</summary>
public sealed class SqlDatabasesApi
{
    private const string Path = "/api/sql-databases";
    private readonly CloudHttp _http;

    internal SqlDatabasesApi(CloudHttp http) => _http = http;

    /// <summary>Lists databases.</summary>
    /// <remarks>Asked of one application, the request is a GET with a body, which some proxies drop.</remarks>
    /// <param name="appId">The application whose databases are wanted; null for the account's.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The databases.</returns>
    public async Task<IReadOnlyList<Database>> ListAsync(Guid? appId, CancellationToken cancellationToken)
    {
        var request = new CloudRequest(HttpMethod.Get, Path, "listing the SQL databases");
        var answer = await _http.ReadAsync(
            appId is { } id ? request.With(new Commands.OfApp(id), CloudJson.Default.OfApp) : request,
            CloudJson.Default.DatabaseList,
            cancellationToken).ConfigureAwait(false);
        return answer.Databases;
    }

    /// <summary>Creates a database.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="appId">The application that it is for; null for none yet.</param>
    /// <param name="label">The label that the application reaches it by; null in the era of explicit channels.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>When it is there.</returns>
    public Task CreateAsync(string name, Guid? appId, string? label, CancellationToken cancellationToken) =>
        _http.SendOnlyAsync(
            new CloudRequest(HttpMethod.Post, $"{Path}/create", $"creating SQL database {name}").With(
                new Commands.CreateSqlDatabase(name, appId, label), CloudJson.Default.CreateSqlDatabase),
            cancellationToken);

    /// <summary>Links a database that is there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="link">The application that reaches it, and by which label.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>When it is linked.</returns>
    public Task LinkAsync(string name, ResourceLabel link, CancellationToken cancellationToken) =>
        _http.SendOnlyAsync(
            new CloudRequest(
                HttpMethod.Post, $"{Path}/{Uri.EscapeDataString(name)}/links", $"linking SQL database {name}")
                .With(link, CloudJson.Default.ResourceLabel),
            cancellationToken);
}
