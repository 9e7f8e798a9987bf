using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using Migrator.Oci.Model;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Oci.Targets.Registry;

/// <summary>Looks for manifests of a repository, reads and writes them.</summary>
internal sealed class ManifestStore(RegistryRepository repository)
{
    private const int MaxAttempts = 3;
    private const int MaxKept = 16;
    private readonly ConcurrentDictionary<Digest, ReadOnlyMemory<byte>> _kept = new();
    private readonly ConcurrentDictionary<Digest, bool> _pushed = new();

    /// <summary>Brings a blob back that the registry says is missing; false when nobody here has it.</summary>
    public delegate Task<bool> Restorer(Digest digest, CancellationToken cancellationToken);

    /// <summary>Whether a manifest was pushed through this target.</summary>
    public bool IsPushed(Digest digest) => _pushed.ContainsKey(digest);

    /// <summary>
    /// Remembers a manifest that was pushed, and a few of them with their bytes, so that they can be tagged.
    /// </summary>
    public void Keep(Descriptor descriptor, ReadOnlyMemory<byte> manifest)
    {
        _pushed[descriptor.Digest] = true;
        if (_kept.Count < MaxKept)
        {
            _kept[descriptor.Digest] = manifest;
        }
    }

    /// <summary>Reads what a manifest says.</summary>
    public ManifestFacts Read(Descriptor descriptor, ReadOnlyMemory<byte> manifest)
    {
        try
        {
            return ManifestFacts.Read(manifest);
        }
        catch (ManifestFormatException broken)
        {
            throw Refused(
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

    /// <summary>Opens a manifest; what is read is checked.</summary>
    public async Task<Stream> OpenAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        var request = Request(
            RegistryOperation.ManifestRead, HttpMethod.Get, descriptor.Digest.ToString(), "reading");
        var response = await repository.SendToSuccessAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await repository.OpenBodyAsync(request, response, cancellationToken).ConfigureAwait(false);
        return new VerifyingStream(body, descriptor, repository.Description);
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

    /// <summary>Writes a manifest by its digest.</summary>
    /// <returns>Whether the registry lists it as a referrer by itself.</returns>
    public async Task<bool> PutAsync(
        Descriptor descriptor,
        ReadOnlyMemory<byte> manifest,
        ManifestFacts facts,
        Restorer restore,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await PutAsync(
                    descriptor, manifest, descriptor.Digest.ToString(), facts.Subject, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (RegistryException fault) when (IsBlobMissing(fault) && !repository.Host.Profile.IsPushOnly)
            {
                await RestoreAsync(descriptor, facts, restore, cancellationToken).ConfigureAwait(false);
                if (attempt == MaxAttempts)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Writes a manifest that is there under a tag.</summary>
    public async Task TagAsync(Descriptor descriptor, string tag, CancellationToken cancellationToken)
    {
        if (!_kept.TryGetValue(descriptor.Digest, out var manifest))
        {
            var found = await ReadOrNullAsync(descriptor.Digest.ToString(), cancellationToken).ConfigureAwait(false);
            manifest = found?.Bytes ?? throw Refused(
                $"the manifest {descriptor.Digest} is not there; push it before it is tagged {tag}", cause: null);
            BlobCopy.Require(descriptor, Digest.Of(manifest.Span), manifest.Length, repository.Description);
            Read(descriptor, manifest);
        }

        await PutAsync(descriptor, manifest, tag, subject: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes an index under a tag.</summary>
    public Task PutIndexAsync(ReadOnlyMemory<byte> index, string tag, CancellationToken cancellationToken) => PutAsync(
        Descriptor.Of(MediaTypes.ImageIndex, index.Span), index, tag, subject: null, cancellationToken);

    private static bool IsBlobMissing(RegistryException fault) =>
        fault.Code is "MANIFEST_BLOB_UNKNOWN" or "BLOB_UNKNOWN" or "MANIFEST_UNKNOWN";

    private async Task<bool> PutAsync(
        Descriptor descriptor,
        ReadOnlyMemory<byte> manifest,
        string reference,
        Digest? subject,
        CancellationToken cancellationToken)
    {
        var request = Request(RegistryOperation.ManifestWrite, HttpMethod.Put, reference, "writing") with
        {
            Accept = null,
            Body = () => new ReadOnlyMemoryContent(manifest)
            {
                Headers = { ContentType = new MediaTypeHeaderValue(descriptor.MediaType) },
            },
        };
        using var response = await repository.SendToSuccessAsync(request, cancellationToken).ConfigureAwait(false);
        if (RegistryRepository.DigestOf(response) is { } written && written != descriptor.Digest)
        {
            throw BlobMismatchException.OfTarget(repository.Description, descriptor, written);
        }

        if (response.StatusCode != HttpStatusCode.Created)
        {
            await ConfirmAsync(request, descriptor, reference, cancellationToken).ConfigureAwait(false);
        }

        return subject is { } digest && ListsBySubject(response, digest);
    }

    // Whoever stands between may answer 200 to anything; that a manifest was taken is said with 201 alone.
    private async Task ConfirmAsync(
        RegistryRequest request, Descriptor descriptor, string reference, CancellationToken cancellationToken)
    {
        var found = await ResolveOrNullAsync(reference, cancellationToken).ConfigureAwait(false);
        if (found?.Digest != descriptor.Digest)
        {
            throw new RegistryException(
                repository.Description,
                RegistryFailure.Temporary,
                $"{repository.Description}: {request.What} was answered as if it were done, and {reference} "
                + (found is null ? "is not there" : $"points to {found.Digest}")
                + "; look for a proxy in between, and run it again.");
        }
    }

    // The header is how a registry tells that it knows subjects (OCI distribution spec, "Pushing manifests with
    // subject").
    private bool ListsBySubject(HttpResponseMessage response, Digest subject)
    {
        var lists = response.Headers.TryGetValues("OCI-Subject", out var values)
            && values.Any(value => string.Equals(value, subject.ToString(), StringComparison.Ordinal));
        repository.Host.ListsReferrers = lists;
        return lists;
    }

    private async Task RestoreAsync(
        Descriptor descriptor, ManifestFacts facts, Restorer restore, CancellationToken cancellationToken)
    {
        var blobs = new BlobStore(repository);
        var lost = new List<Digest>();
        foreach (var blob in facts.Blobs.DistinctBy(blob => blob.Digest))
        {
            var isThere = RegistryRepository.IsManifest(blob.MediaType)
                ? await ResolveOrNullAsync(blob.Digest.ToString(), cancellationToken).ConfigureAwait(false) is not null
                : await blobs.ExistsAsync(blob, cancellationToken).ConfigureAwait(false);
            if (!isThere && !await restore(blob.Digest, cancellationToken).ConfigureAwait(false))
            {
                lost.Add(blob.Digest);
            }
        }

        if (lost.Count > 0)
        {
            throw Refused(
                $"{lost.Count} of the blobs that manifest {descriptor.Digest} names are not there, the first is "
                + $"{lost[0]}; push blobs before their manifest",
                cause: null);
        }
    }

    private RegistryRequest Request(RegistryOperation operation, HttpMethod method, string reference, string verb) =>
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

    private RegistryException Refused(string fault, Exception? cause) => new(
        repository.Description, RegistryFailure.Refused, $"{repository.Description}: {fault}.", cause);
}
