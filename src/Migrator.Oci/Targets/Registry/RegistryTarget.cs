using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Migrator.Oci.Model;
using Migrator.Oci.References;
using Migrator.Oci.Targets.Registry.Uploads;
using Migrator.Oci.Telemetry;

namespace Migrator.Oci.Targets.Registry;

/// <summary>A repository of a registry (OCI distribution spec 1.1).</summary>
/// <remarks>
/// A new blob costs two requests, one that is there costs one; a manifest and a tag cost one each. Blobs that were sent
/// are seen by everyone at once, but nothing points to them before their manifest. Made by <see
/// cref="RegistryClient"/>.
/// </remarks>
public sealed class RegistryTarget : ITarget
{
    private readonly RegistryRepository _repository;
    private readonly ManifestStore _manifests;
    private readonly ManifestWriter _writer;
    private readonly ReferrerStore _referrers;
    private readonly BlobStore _blobs;
    private readonly SingleFlight _flights = new();
    private readonly ConcurrentDictionary<Digest, long> _known = new();
    private readonly ConcurrentDictionary<Digest, (Descriptor Blob, BlobOpener Open)> _openers = new();

    internal RegistryTarget(RegistryRepository repository)
    {
        _repository = repository;
        _blobs = new BlobStore(repository);
        _manifests = new ManifestStore(repository);
        _writer = new ManifestWriter(repository, _manifests);
        _referrers = new ReferrerStore(repository, _manifests, _writer);
    }

    /// <inheritdoc/>
    public string Description => _repository.Description;

    /// <inheritdoc/>
    public TargetTraits Traits => new(_repository.Host.Profile.IsPushOnly, LooksCost: true);

    /// <inheritdoc/>
    public Task<Descriptor?> ResolveOrNullAsync(string reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return _manifests.ResolveOrNullAsync(reference, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        return RegistryRepository.IsManifest(descriptor.MediaType)
            ? await _manifests.ResolveOrNullAsync(descriptor.Digest.ToString(), cancellationToken).ConfigureAwait(false)
                is { } found && found.Size == descriptor.Size
            : await _blobs.ExistsAsync(descriptor, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        return RegistryRepository.IsManifest(descriptor.MediaType)
            ? _manifests.OpenAsync(descriptor, cancellationToken)
            : _blobs.OpenAsync(descriptor, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Tags that stand in for a list of referrers (<c>sha256-HEX</c>) are left out.</remarks>
    public async IAsyncEnumerable<string> ListTagsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var tag in await TagList.ReadAsync(_repository, cancellationToken).ConfigureAwait(false))
        {
            yield return tag;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Descriptor> ListReferrersAsync(
        Digest subject, string? artifactType, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = await _referrers.ListAsync(subject, artifactType, cancellationToken).ConfigureAwait(false);
        foreach (var referrer in found)
        {
            yield return referrer;
        }
    }

    /// <inheritdoc/>
    public void RequireFit(Descriptor descriptor, ReadOnlyMemory<byte> manifest)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        var facts = _manifests.Read(descriptor, manifest);
        if (_repository.Host.Profile.FaultOrNull(
            facts.Blobs.Length - 1, manifest.Length, facts.Blobs.Max(blob => (long?)blob.Size) ?? 0) is { } fault)
        {
            // Beside another manifest goes what belongs to it, here the whole bindle: no packing makes that smaller.
            var advice = facts.Subject is null
                ? "Pack files into archive layers (--profile spin2)"
                : "That is of the whole bindle, which goes along; leave it out (--no-referrer; in a batch file "
                    + "'referrer = false' below [target])";
            throw new RegistryException(
                Description, RegistryFailure.Refused, $"{Description}: {fault}. {advice}. Nothing was sent.");
        }
    }

    /// <inheritdoc/>
    public Task<PushResult> PushBlobAsync(Descriptor descriptor, BlobOpener open, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        ArgumentNullException.ThrowIfNull(open);
        return PushBlobAsync(descriptor, open, mayMount: true, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<PushResult> PushManifestAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, CancellationToken cancellationToken)
    {
        RequireSound(descriptor, manifest);
        if (_writer.IsPushed(descriptor.Digest))
        {
            return PushResult.AlreadyThere;
        }

        var facts = _manifests.Read(descriptor, manifest);
        var listsReferrer = await _writer.PutAsync(
            descriptor, manifest, descriptor.Digest.ToString(), facts, RestoreAsync, cancellationToken)
            .ConfigureAwait(false);
        if (facts.Subject is { } subject && !listsReferrer)
        {
            var referrer = new Descriptor
            {
                MediaType = descriptor.MediaType,
                Digest = descriptor.Digest,
                Size = descriptor.Size,
                ArtifactType = facts.ArtifactType,
                Annotations = facts.Annotations,
            };
            await _referrers.AddToTagAsync(subject, referrer, cancellationToken).ConfigureAwait(false);
        }

        _writer.Keep(descriptor, manifest);
        return PushResult.Pushed;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The tag is not of the form that the interface names.</exception>
    public Task TagAsync(Descriptor descriptor, string tag, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        RequireTag(tag);
        return _writer.TagAsync(descriptor, tag, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// One request, where <see cref="PushManifestAsync"/> and <see cref="TagAsync"/> take two; and one look at the tag
    /// where the registry does not say which digest it has stored.
    /// </remarks>
    /// <exception cref="ArgumentException">The tag is not of the form that the interface names.</exception>
    public async Task<PushResult> PushTaggedAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, string tag, CancellationToken cancellationToken)
    {
        RequireTag(tag);
        RequireSound(descriptor, manifest);
        var facts = _manifests.Read(descriptor, manifest);
        if (facts.Subject is not null || _writer.IsPushed(descriptor.Digest))
        {
            // What is listed with another manifest is listed by its digest, before anything points to it.
            var result = await PushManifestAsync(descriptor, manifest, cancellationToken).ConfigureAwait(false);
            await _writer.TagAsync(descriptor, manifest, tag, cancellationToken).ConfigureAwait(false);
            return result;
        }

        await _writer.PutAsync(descriptor, manifest, tag, facts, RestoreAsync, cancellationToken)
            .ConfigureAwait(false);
        _writer.Keep(descriptor, manifest);
        return PushResult.Pushed;
    }

    /// <summary>Lets go of what is remembered of this target; connections and tokens stay with the client.</summary>
    /// <returns>A task that has ended.</returns>
    public ValueTask DisposeAsync()
    {
        _openers.Clear();
        _known.Clear();
        return ValueTask.CompletedTask;
    }

    private static void RequireTag(string tag)
    {
        if (!ReferenceGrammar.IsTag(tag))
        {
            throw new ArgumentException($"'{tag}' is no tag; {ReferenceGrammar.TagRule}.", nameof(tag));
        }
    }

    private void RequireSound(Descriptor descriptor, ReadOnlyMemory<byte> manifest)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        BlobCopy.Require(descriptor, Digest.Of(manifest.Span), manifest.Length, Description);
        RequireFit(descriptor, manifest);
    }

    private async Task<PushResult> PushBlobAsync(
        Descriptor descriptor, BlobOpener open, bool mayMount, CancellationToken cancellationToken)
    {
        if (descriptor.Size > _repository.Host.Profile.MaxBlobBytes)
        {
            throw new RegistryException(
                Description,
                RegistryFailure.Refused,
                $"{Description}: {_repository.Host.Profile.FaultOrNull(0, 0, descriptor.Size)}. Nothing was sent.");
        }

        using var span = new BlobSpan(
            descriptor, _repository.Host.Http.Address.Host, Description, _repository.Host.Options.Log);
        var wasThere = false;
        var result = await _flights.RunAsync(
            descriptor.Digest,
            () => _known.TryGetValue(descriptor.Digest, out var size) && size == descriptor.Size,
            async () =>
            {
                var upload = new BlobUpload(_repository, _blobs, descriptor, open);
                await using (upload.ConfigureAwait(false))
                {
                    wasThere = await upload.PushAsync(mayMount, cancellationToken).ConfigureAwait(false)
                        == PushResult.AlreadyThere;
                    span.Result = upload.Outcome;
                }

                _known[descriptor.Digest] = descriptor.Size;
                _openers[descriptor.Digest] = (descriptor, open);
                _repository.Host.Remember(descriptor.Digest, _repository.Name);
            },
            cancellationToken).ConfigureAwait(false);
        if (result == PushResult.AlreadyThere)
        {
            span.Result = BlobSpan.Present;
        }

        return wasThere ? PushResult.AlreadyThere : result;
    }

    // What the registry has lost since it was pushed is pushed again; what was never pushed here cannot be.
    private async Task<bool> RestoreAsync(Digest digest, CancellationToken cancellationToken)
    {
        if (!_openers.TryGetValue(digest, out var blob))
        {
            return false;
        }

        _known.TryRemove(digest, out _);
        await PushBlobAsync(blob.Blob, blob.Open, mayMount: false, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
