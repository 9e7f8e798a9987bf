using System.Net;
using Migrator.Oci.Model;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Oci.Targets.Registry;

/// <summary>Looks for blobs of a repository and reads them.</summary>
internal sealed class BlobStore(RegistryRepository repository)
{
    /// <summary>Whether a blob is there with its size.</summary>
    public Task<bool> ExistsAsync(Descriptor blob, CancellationToken cancellationToken) =>
        ExistsAsync(blob.Digest, blob.Size, cancellationToken);

    /// <summary>Whether a blob is there, of whatever size.</summary>
    public Task<bool> ExistsAsync(Digest digest, CancellationToken cancellationToken) =>
        ExistsAsync(digest, size: null, cancellationToken);

    private async Task<bool> ExistsAsync(Digest digest, long? size, CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(RegistryOperation.BlobLook, HttpMethod.Head, UriOf(digest))
        {
            What = $"looking for blob {digest}",
        };
        var response = await repository.SendOrNullAsync(request, cancellationToken).ConfigureAwait(false);
        using (response)
        {
            return response is not null
                && (size is null || (response.Content.Headers.ContentLength ?? size) == size)
                && (RegistryRepository.DigestOf(response) ?? digest) == digest;
        }
    }

    /// <summary>Opens a blob; what is read is checked.</summary>
    public async Task<Stream> OpenAsync(Descriptor blob, CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(RegistryOperation.BlobRead, HttpMethod.Get, UriOf(blob.Digest))
        {
            What = $"reading blob {blob.Digest}",
        };
        var response = await repository.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var owned = new AnswerStream(stream, response, cause => ConnectionFaults.Explain(
                repository.Description, repository.Host.Http.Address.Host, request.What, cause));
            return new VerifyingStream(owned, blob, repository.Description);
        }

        using (response)
        {
            throw await repository.ExplainAsync(request, response, cancellationToken).ConfigureAwait(false);
        }
    }

    private Uri UriOf(Digest digest) => repository.At($"blobs/{digest}");
}
