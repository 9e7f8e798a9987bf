using System.Net;
using Migrator.Oci.Model;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Oci.Targets.Registry;

/// <summary>Looks for manifests of a repository and reads them.</summary>
internal sealed class ManifestStore(RegistryRepository repository)
{
    /// <summary>Reads what a manifest says.</summary>
    public ManifestFacts Read(Descriptor descriptor, ReadOnlyMemory<byte> manifest)
    {
        try
        {
            return ManifestFacts.Read(manifest);
        }
        catch (ManifestFormatException broken)
        {
            throw repository.Refused(
                $"{descriptor.Digest} is no manifest that can be pushed: {broken.Message.TrimEnd('.')}", broken);
        }
    }

    /// <summary>Finds a manifest by tag or digest; one HEAD, and a GET where that does not say enough.</summary>
    public async Task<Descriptor?> ResolveOrNullAsync(string reference, CancellationToken cancellationToken)
    {
        var request = Request(RegistryOperation.ManifestLook, HttpMethod.Head, reference, "looking for");
        using var response = await repository.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response.StatusCode switch
        {
            HttpStatusCode.NotFound => null,
            HttpStatusCode.OK => Describe(request, reference, response)
                ?? await DescribeByReadingAsync(reference, cancellationToken).ConfigureAwait(false),
            HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented =>
                await DescribeByReadingAsync(reference, cancellationToken).ConfigureAwait(false),
            HttpStatusCode.InternalServerError
                when await IsLayerAsync(reference, cancellationToken).ConfigureAwait(false) => null,
            _ => throw await repository.ExplainAsync(request, response, cancellationToken).ConfigureAwait(false),
        };
    }

    // Distribution 2.8 fails with 500 when it is asked for a manifest by the digest of a layer.
    private async Task<bool> IsLayerAsync(string reference, CancellationToken cancellationToken) =>
        Digest.TryParse(reference, out var digest)
        && await new BlobStore(repository).ExistsAsync(digest, cancellationToken).ConfigureAwait(false);

    /// <summary>Opens a manifest; what is read is checked, and came within the time for a whole answer.</summary>
    public async Task<Stream> OpenAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        var request = Request(
            RegistryOperation.ManifestRead, HttpMethod.Get, descriptor.Digest.ToString(), "reading");
        if (descriptor.Size > Manifest.MaxBytes)
        {
            throw repository.Fault(request, $"it has more than {Manifest.MaxBytes} bytes");
        }

        using var response = await repository.SendToSuccessAsync(request, cancellationToken).ConfigureAwait(false);

        // One byte too many tells whoever checks; more than that need not be fetched.
        var bytes = await repository.ReadBodyAsync(request, response, (int)descriptor.Size, cancellationToken)
            .ConfigureAwait(false);
        return new VerifyingStream(new MemoryStream(bytes), descriptor, repository.Description);
    }

    /// <summary>Reads a manifest whole; null when it is not there.</summary>
    public async Task<(byte[] Bytes, string? MediaType)?> ReadOrNullAsync(
        string reference, CancellationToken cancellationToken)
    {
        var request = Request(RegistryOperation.ManifestRead, HttpMethod.Get, reference, "reading");
        using var response = await repository.SendOrNullAsync(request, cancellationToken).ConfigureAwait(false);
        if (response is null)
        {
            return null;
        }

        var bytes = await repository.ReadBodyOrNullAsync(request, response, Manifest.MaxBytes, cancellationToken)
                .ConfigureAwait(false)
            ?? throw repository.Fault(request, $"it has more than {Manifest.MaxBytes} bytes");
        return (bytes, response.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>A request about one manifest; the verb is for messages.</summary>
    public RegistryRequest Request(RegistryOperation operation, HttpMethod method, string reference, string verb) =>
        new(operation, method, repository.At($"manifests/{reference}"))
        {
            What = $"{verb} manifest {reference}",
            Accept = RegistryRepository.ManifestTypes,
        };

    private Descriptor? Describe(RegistryRequest request, string reference, HttpResponseMessage response)
    {
        var named = Digest.TryParse(reference, out var asked) ? asked : default(Digest?);
        var given = RegistryRepository.DigestOf(response);
        if (named is not null && given is not null && named != given)
        {
            throw repository.Fault(request, $"the registry answers with another manifest, {given}");
        }

        return (given ?? named) is { } digest
            && response.Content.Headers.ContentLength is { } size and > 0
            && response.Content.Headers.ContentType?.MediaType is { } type
            && RegistryRepository.IsManifest(type)
                ? new Descriptor { MediaType = type, Digest = digest, Size = size }
                : null;
    }

    private async Task<Descriptor?> DescribeByReadingAsync(string reference, CancellationToken cancellationToken)
    {
        if (await ReadOrNullAsync(reference, cancellationToken).ConfigureAwait(false) is not var (bytes, type))
        {
            return null;
        }

        var digest = Digest.Of(bytes);
        var request = Request(RegistryOperation.ManifestRead, HttpMethod.Get, reference, "reading");
        if (Digest.TryParse(reference, out var asked) && asked != digest)
        {
            throw repository.Fault(request, $"the registry answers with other bytes, whose digest is {digest}");
        }

        try
        {
            var known = type is not null && RegistryRepository.IsManifest(type)
                ? type
                : ManifestFacts.MediaTypeOf(bytes);
            return new Descriptor { MediaType = known, Digest = digest, Size = bytes.Length };
        }
        catch (ManifestFormatException broken)
        {
            throw repository.Fault(request, $"the answer is no manifest: {broken.Message.TrimEnd('.')}");
        }
    }
}
