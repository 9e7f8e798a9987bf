using System.Text.Json;
using Migrator.Cloud.Api.Http;

namespace Migrator.Cloud.Api;

/// <summary>Variables of applications. Their values can be written and never read.</summary>
public sealed class VariablesApi
{
    private const string Path = "/api/variable-pairs";
    private readonly CloudHttp _http;

    internal VariablesApi(CloudHttp http) => _http = http;

    /// <summary>Lists the names of an application's variables.</summary>
    /// <remarks>The request is a GET with a body, which some proxies drop.</remarks>
    /// <param name="appId">The application.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The names.</returns>
    public async Task<IReadOnlyList<string>> ListAsync(Guid appId, CancellationToken cancellationToken)
    {
        const string what = "listing the variables";
        var answer = await _http.ReadAsync(
            new CloudRequest(HttpMethod.Get, Path, what).With(new Commands.OfApp(appId), CloudJson.Default.OfApp),
            CloudJson.Default.Variables,
            cancellationToken).ConfigureAwait(false);
        return [.. answer.Vars.Select(variable => NameOf(what, variable))];
    }

    /// <summary>Sets a variable, whether it is there or not.</summary>
    /// <param name="appId">The application.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>When it is set.</returns>
    public Task SetAsync(Guid appId, string name, string value, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(value);
        _http.Secrets.Add(value);
        return _http.SendOnlyAsync(
            new CloudRequest(HttpMethod.Post, Path, $"setting variable {name}").With(
                new Commands.CreateVariablePair(appId, name, value), CloudJson.Default.CreateVariablePair),
            cancellationToken);
    }

    /// <summary>Deletes a variable.</summary>
    /// <param name="appId">The application.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>When it is gone.</returns>
    public Task DeleteAsync(Guid appId, string name, CancellationToken cancellationToken) =>
        _http.SendOnlyAsync(
            new CloudRequest(HttpMethod.Delete, Path, $"deleting variable {name}").With(
                new Commands.DeleteVariablePair(appId, name), CloudJson.Default.DeleteVariablePair),
            cancellationToken);

    // Each is a JSON document of its own within the JSON (spec/cloud-deploy.md 1.6).
    private static string NameOf(string what, string variable)
    {
        try
        {
            return JsonSerializer.Deserialize(variable, CloudJson.Default.Variable)?.Key
                ?? throw new JsonException("it is null");
        }
        catch (JsonException cause)
        {
            throw new CloudException(
                CloudFailure.Unexpected, what, $"{what} failed: a variable is not the JSON text that is known.", cause);
        }
    }
}
