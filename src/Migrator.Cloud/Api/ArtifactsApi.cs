using Migrator.Cloud.Api.Http;

namespace Migrator.Cloud.Api;

/// <summary>
/// The registry behind the API, in which a manifest can be looked for and nothing read (spec/cloud-deploy.md 1.8).
/// </summary>
internal sealed class ArtifactsApi(CloudHttp http)
{
    /// <summary>Looks for the artifact of a tag.</summary>
    /// <param name="repository">The repository, as the storage id has it.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>The artifact's digest; null when the registry knows no such tag, or does not say.</returns>
    /// <exception cref="CloudException">The cloud cannot be asked now, or does not take the login.</exception>
    public async Task<string?> DigestOrNullAsync(string repository, string tag, CancellationToken cancellationToken)
    {
        var names = string.Join('/', repository.Split('/').Select(Uri.EscapeDataString));
        var request = new CloudRequest(
            HttpMethod.Head,
            $"/api/oci/{names}/manifests/{Uri.EscapeDataString(tag)}",
            $"looking for the artifact {repository}:{tag}");
        try
        {
            var answer = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return answer.ContentDigest;
        }
        catch (CloudException fault) when (!fault.MayPass && fault.Failure != CloudFailure.Credentials)
        {
            // A cloud that does not know the tag, and one that has no such door, prove nothing alike.
            return null;
        }
    }
}
