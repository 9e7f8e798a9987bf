using System.Text.Json;
using Migrator.Cloud.Api.Http;

namespace Migrator.Cloud.Api;

/// <summary>What the cloud says of itself: its OpenAPI document.</summary>
public sealed class DocumentApi
{
    private readonly CloudHttp _http;

    internal DocumentApi(CloudHttp http) => _http = http;

    /// <summary>
    /// Reads the era off the document: applications have a <c>subdomain</c> since activation is implicit
    /// (spec/cloud-deploy.md 1.4, 2.7).
    /// </summary>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The era.</returns>
    public async Task<CloudEra> ReadEraAsync(CancellationToken cancellationToken)
    {
        const string what = "reading the cloud's OpenAPI document";
        var document = await _http.ReadAsync(
            new CloudRequest(HttpMethod.Get, "/swagger/v1/swagger.json", what),
            CloudJson.Default.JsonElement,
            cancellationToken).ConfigureAwait(false);
        return Has(document, "components", "schemas", "AppItem", "properties", "subdomain")
                ? CloudEra.ImplicitActivation
            : Has(document, "components", "schemas", "AppItem", "properties") ? CloudEra.ExplicitChannels
            : throw new CloudException(CloudFailure.Unexpected, what, "The document knows no apps.");
    }

    private static bool Has(JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json))
            {
                return false;
            }
        }

        return true;
    }
}
