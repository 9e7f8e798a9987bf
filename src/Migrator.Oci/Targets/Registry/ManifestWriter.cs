using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Migrator.Oci.Model;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Oci.Telemetry;

namespace Migrator.Oci.Targets.Registry;

/// <summary>Writes manifests of a repository and their tags.</summary>
internal sealed class ManifestWriter(RegistryRepository repository, ManifestStore manifests)
{
    private const int MaxAttempts = 3;
    private const int MaxKept = 16;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
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

    /// <summary>Writes a manifest by its digest, or under a tag at once.</summary>
    /// <returns>Whether the registry lists it as a referrer by itself.</returns>
    public async Task<bool> PutAsync(
        Descriptor descriptor,
        ReadOnlyMemory<byte> manifest,
        string reference,
        ManifestFacts facts,
        Restorer restore,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await PutAsync(
                    descriptor, manifest, reference, facts.Subject, IsTag(reference), cancellationToken)
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
            var found = await manifests.ReadOrNullAsync(descriptor.Digest.ToString(), cancellationToken)
                .ConfigureAwait(false);
            manifest = found?.Bytes ?? throw repository.Refused(
                $"the manifest {descriptor.Digest} is not there; push it before it is tagged {tag}");
            BlobCopy.Require(descriptor, Digest.Of(manifest.Span), manifest.Length, repository.Description);
            manifests.Read(descriptor, manifest);
        }

        await TagAsync(descriptor, manifest, tag, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same, by who has its bytes.</summary>
    public Task TagAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, string tag, CancellationToken cancellationToken) =>
        PutAsync(descriptor, manifest, tag, subject: null, isOnlyWrite: false, cancellationToken);

    /// <summary>Writes an index under a tag.</summary>
    public Task PutIndexAsync(ReadOnlyMemory<byte> index, string tag, CancellationToken cancellationToken) => PutAsync(
        Descriptor.Of(MediaTypes.ImageIndex, index.Span),
        index,
        tag,
        subject: null,
        isOnlyWrite: false,
        cancellationToken);

    private static bool IsBlobMissing(RegistryException fault) =>
        fault.Code is "MANIFEST_BLOB_UNKNOWN" or "BLOB_UNKNOWN" or "MANIFEST_UNKNOWN";

    private static bool IsTag(string reference) => !Digest.TryParse(reference, out _);

    // A registry compares what it is sent by digest. What is sent by tag alone is compared with what it says that it
    // has stored, or, where it does not say, with what the tag then points to.
    private async Task<bool> PutAsync(
        Descriptor descriptor,
        ReadOnlyMemory<byte> manifest,
        string reference,
        Digest? subject,
        bool isOnlyWrite,
        CancellationToken cancellationToken)
    {
        var request = manifests.Request(RegistryOperation.ManifestWrite, HttpMethod.Put, reference, "writing") with
        {
            Accept = null,
            Body = () => new ReadOnlyMemoryContent(manifest)
            {
                Headers = { ContentType = new MediaTypeHeaderValue(descriptor.MediaType) },
            },
        };
        using var response = await SendOrFindDoneAsync(request, descriptor, reference, cancellationToken)
            .ConfigureAwait(false);
        if (response is null)
        {
            return false;
        }

        var stored = RegistryRepository.DigestOf(response);
        if (stored is { } written && written != descriptor.Digest)
        {
            throw BlobMismatchException.OfTarget(
                repository.Description, descriptor, written, IsTag(reference) ? reference : null);
        }

        var isUnsaid = isOnlyWrite && stored is null && !repository.Host.Profile.IsPushOnly;
        if (isUnsaid || response.StatusCode != HttpStatusCode.Created)
        {
            await ConfirmAsync(request, descriptor, reference, cancellationToken).ConfigureAwait(false);
        }

        return subject is { } digest && ListsBySubject(response, digest);
    }

    // Where tags cannot be moved, a tag that is there is refused, also when it was set by a request whose answer was
    // lost. Null when it points to the manifest.
    private async Task<HttpResponseMessage?> SendOrFindDoneAsync(
        RegistryRequest request, Descriptor descriptor, string reference, CancellationToken cancellationToken)
    {
        try
        {
            return await SendUntilReadRightAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (RegistryException refused) when (IsTag(reference) && SaysImmutable(refused))
        {
            var found = await manifests.ResolveOrNullAsync(reference, cancellationToken).ConfigureAwait(false);
            return found?.Digest == descriptor.Digest
                ? null
                : throw new RegistryException(
                    repository.Description,
                    RegistryFailure.Refused,
                    $"{repository.Description}: tag {reference} cannot be set to {descriptor.Digest}: the repository "
                    + $"lets no tag be moved, and this one points to {found?.Digest.ToString() ?? "nothing"}. Give "
                    + "another tag, or change that rule of the repository.",
                    refused);
        }
    }

    // ECR: TAG_INVALID, "... cannot be overwritten because the repository is immutable". Harbor: 412, "... configured
    // as immutable".
    private static bool SaysImmutable(RegistryException refused) => refused.Failure == RegistryFailure.Refused
        && refused.Message.Contains("immutable", StringComparison.OrdinalIgnoreCase);

    // What is sent has the digest that it is sent under. Distribution says otherwise while others are writing what it
    // compares with.
    private async Task<HttpResponseMessage> SendUntilReadRightAsync(
        RegistryRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await repository.SendToSuccessAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (RegistryException fault) when (fault.Code == "DIGEST_INVALID" && attempt < MaxAttempts)
            {
                repository.Host.Options.Log.SentAgain(
                    repository.Description, request.What, attempt, fault.Message);
                await Task.Delay(attempt * Pause, repository.Host.Clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // Whoever stands between may answer 200 to anything; that a manifest was taken is said with 201 alone.
    private async Task ConfirmAsync(
        RegistryRequest request, Descriptor descriptor, string reference, CancellationToken cancellationToken)
    {
        var found = await manifests.ResolveOrNullAsync(reference, cancellationToken).ConfigureAwait(false);
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
                ? await manifests.ResolveOrNullAsync(blob.Digest.ToString(), cancellationToken)
                    .ConfigureAwait(false) is not null
                : await blobs.ExistsAsync(blob, cancellationToken).ConfigureAwait(false);
            if (!isThere && !await restore(blob.Digest, cancellationToken).ConfigureAwait(false))
            {
                lost.Add(blob.Digest);
            }
        }

        if (lost.Count > 0)
        {
            throw repository.Refused(
                $"{lost.Count} of the blobs that manifest {descriptor.Digest} names are not there, the first is "
                + $"{lost[0]}; push blobs before their manifest");
        }
    }
}
