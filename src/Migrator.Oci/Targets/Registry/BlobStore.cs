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
                && (RegistryRepository.DigestOf(response) ?? digest) == digest
                && !ErrorBody.IsHtml(response, []);
        }
    }

    /// <summary>Opens a blob; what is read is checked, and goes on where the connection broke off.</summary>
    public async Task<Stream> OpenAsync(Descriptor blob, CancellationToken cancellationToken)
    {
        var start = await OpenAtAsync(blob, 0, cancellationToken).ConfigureAwait(false);
        var whole = new ResumingStream(start, (from, stop) => OpenAtAsync(blob, from, stop));
        return new VerifyingStream(whole, blob, repository.Description);
    }

    private async Task<Stream> OpenAtAsync(Descriptor blob, long from, CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(RegistryOperation.BlobRead, HttpMethod.Get, UriOf(blob.Digest))
        {
            What = $"reading blob {blob.Digest}",
            From = from,
        };
        var response = await repository.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var isRest = response.StatusCode == HttpStatusCode.PartialContent
            && from > 0 && response.Content.Headers.ContentRange?.From == from;
        if (response.StatusCode != HttpStatusCode.OK && !isRest)
        {
            using (response)
            {
                throw response.StatusCode == HttpStatusCode.PartialContent
                    ? repository.Fault(request, "another part of it came than was asked for")
                    : await repository.ExplainAsync(request, response, cancellationToken).ConfigureAwait(false);
            }
        }

        var body = await repository.OpenBodyAsync(request, response, cancellationToken).ConfigureAwait(false);
        return isRest ? body : await PassOverAsync(body, from, cancellationToken).ConfigureAwait(false);
    }

    // A registry that knows no ranges sends everything anew.
    private static async Task<Stream> PassOverAsync(Stream body, long count, CancellationToken cancellationToken)
    {
        var buffer = new byte[Math.Min(count, 64 * 1024)];
        try
        {
            for (var left = count; left > 0;)
            {
                var room = buffer.AsMemory(0, (int)Math.Min(buffer.Length, left));
                var read = await body.ReadAsync(room, cancellationToken).ConfigureAwait(false);
                left = read == 0 ? 0 : left - read;
            }

            return body;
        }
        catch
        {
            await body.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private Uri UriOf(Digest digest) => repository.At($"blobs/{digest}");
}
