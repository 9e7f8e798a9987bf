using Migrator.Cloud.Api.Http;
using Migrator.Cloud.Api.Model;

namespace Migrator.Cloud.Api;

/// <summary>Key-value stores. In the era of explicit channels there are only pairs, in a store named default.</summary>
public sealed class KeyValuesApi
{
    private const string Stores = "/api/key-value-stores";
    private readonly CloudHttp _http;

    internal KeyValuesApi(CloudHttp http) => _http = http;

    /// <summary>Writes a pair.</summary>
    /// <param name="appId">The application.</param>
    /// <param name="storeName">The store, such as <c>default</c>.</param>
    /// <param name="key">The key, at most 255 bytes.</param>
    /// <param name="value">The value, at most 1 MB.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>When it is written.</returns>
    public Task SetAsync(
        Guid appId, string storeName, string key, string value, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(value);
        _http.Secrets.Add(value);
        return _http.SendOnlyAsync(
            new CloudRequest(HttpMethod.Post, "/api/key-value-pairs", $"writing key {key}").With(
                new Commands.CreateKeyValuePair(appId, storeName, key, value), CloudJson.Default.CreateKeyValuePair),
            cancellationToken);
    }

    /// <summary>Lists the stores of the account.</summary>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The stores.</returns>
    public async Task<IReadOnlyList<KeyValueStoreItem>> ListStoresAsync(CancellationToken cancellationToken)
    {
        var answer = await _http.ReadAsync(
            new CloudRequest(HttpMethod.Get, Stores, "listing the key-value stores"),
            CloudJson.Default.StoreList,
            cancellationToken).ConfigureAwait(false);
        return answer.KeyValueStores;
    }

    /// <summary>Creates a store and links it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="link">The application that reaches it, and by which label.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>When it is there.</returns>
    public Task CreateStoreAsync(string name, ResourceLabel link, CancellationToken cancellationToken) =>
        SendAsync(
            $"{Stores}/{Uri.EscapeDataString(name)}", $"creating key-value store {name}", link, cancellationToken);

    /// <summary>Links a store that is there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="link">The application that reaches it, and by which label.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>When it is linked.</returns>
    public Task LinkStoreAsync(string name, ResourceLabel link, CancellationToken cancellationToken) => SendAsync(
        $"{Stores}/{Uri.EscapeDataString(name)}/links", $"linking key-value store {name}", link, cancellationToken);

    private Task SendAsync(string path, string what, ResourceLabel link, CancellationToken cancellationToken) =>
        _http.SendOnlyAsync(
            new CloudRequest(HttpMethod.Post, path, what).With(link, CloudJson.Default.ResourceLabel),
            cancellationToken);
}
