using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Migrator.Oci.Model;
using Migrator.Oci.References;

namespace Migrator.Oci.Targets;

/// <summary>
/// What the targets have in common that list their images in an <c>index.json</c>: layout, archive and memory.
/// </summary>
public abstract class IndexedTarget : ITarget
{
    private readonly ConcurrentDictionary<Digest, ManifestFacts> _facts = new();

    private protected IndexedTarget(string description) => Description = description;

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public TargetTraits Traits => default;

    /// <inheritdoc/>
    public void RequireFit(Descriptor descriptor, ReadOnlyMemory<byte> manifest)
    {
        // A disk has no limit but its size.
    }

    /// <inheritdoc/>
    public async Task<Descriptor?> ResolveOrNullAsync(string reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var index = await ReadIndexAsync(cancellationToken).ConfigureAwait(false);
        if (Digest.TryParse(reference, out var digest))
        {
            return index.Find(digest)?.Descriptor
                ?? await DescribeOrNullAsync(digest, cancellationToken).ConfigureAwait(false);
        }

        return index.FindTag(reference) is { } entry
            ? entry.Descriptor ?? throw Fault($"the tag {reference} has a digest that is not read; only SHA-256 is")
            : null;
    }

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(IsThere(descriptor));
    }

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        cancellationToken.ThrowIfCancellationRequested();
        var content = Guard("read a blob", () => OpenOrNull(descriptor.Digest))
            ?? throw Fault($"blob {descriptor.Digest} is not there");
        return Task.FromResult<Stream>(new VerifyingStream(content, descriptor, Description));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListTagsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var index = await ReadIndexAsync(cancellationToken).ConfigureAwait(false);
        var tags = index.Entries.Select(entry => entry.Tag).OfType<string>().Distinct();
        foreach (var tag in tags.Order(StringComparer.Ordinal))
        {
            yield return tag;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Descriptor> ListReferrersAsync(
        Digest subject, string? artifactType, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var index = await ReadIndexAsync(cancellationToken).ConfigureAwait(false);
        var candidates = index.Entries
            .Select(entry => entry.Descriptor)
            .OfType<Descriptor>()
            .Where(entry => artifactType is null || (entry.ArtifactType ?? artifactType) == artifactType)
            .DistinctBy(entry => entry.Digest)
            .OrderBy(entry => entry.Digest.Hex, StringComparer.Ordinal);
        foreach (var entry in candidates)
        {
            // The entry does not say whom it refers to; the manifest does.
            var facts = await FactsOrNullAsync(entry, cancellationToken).ConfigureAwait(false);
            if (facts?.Subject == subject && (artifactType is null || facts.ArtifactType == artifactType))
            {
                yield return entry with { ArtifactType = facts.ArtifactType, Annotations = facts.Annotations };
            }
        }
    }

    /// <inheritdoc/>
    public abstract Task<PushResult> PushBlobAsync(
        Descriptor descriptor, BlobOpener open, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public async Task<PushResult> PushManifestAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        BlobCopy.Require(descriptor, Digest.Of(manifest.Span), manifest.Length, Description);
        var facts = ReadFacts(descriptor, manifest);
        RequireBlobs(descriptor, facts, IsThere);
        var result = await KeepAsync(descriptor, manifest, facts, cancellationToken).ConfigureAwait(false);
        if (facts.Subject is not null)
        {
            var referrer = descriptor with { ArtifactType = descriptor.ArtifactType ?? facts.ArtifactType };
            await ChangeIndexAsync(index => index.WithReferrer(referrer), isTag: false, cancellationToken)
                .ConfigureAwait(false);
        }

        return result;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The tag is not of the form that the interface names.</exception>
    public async Task TagAsync(Descriptor descriptor, string tag, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        if (!ReferenceGrammar.IsTag(tag))
        {
            throw new ArgumentException($"'{tag}' is no tag; {ReferenceGrammar.TagRule}.", nameof(tag));
        }

        if (!IsKept(descriptor))
        {
            throw Fault($"the manifest {descriptor.Digest} is not there; push it before it is tagged {tag}");
        }

        var facts = await FactsOrNullAsync(descriptor, cancellationToken).ConfigureAwait(false)
            ?? throw Fault($"{descriptor.Digest} is no manifest and cannot be tagged {tag}");
        RequireBlobs(descriptor, facts, IsKept);
        await ChangeIndexAsync(index => index.WithTag(descriptor, tag), isTag: true, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Reads the index as it is now.</summary>
    private protected abstract Task<IndexDocument> ReadIndexAsync(CancellationToken cancellationToken);

    /// <summary>Changes the index against other writers; a change that changes nothing writes nothing.</summary>
    private protected abstract Task ChangeIndexAsync(
        Func<IndexDocument, IndexDocument> change, bool isTag, CancellationToken cancellationToken);

    /// <summary>The size of a blob that can be read here; null when there is none.</summary>
    private protected abstract long? SizeOrNull(Digest digest);

    /// <summary>Opens a blob; null when there is none.</summary>
    private protected abstract Stream? OpenOrNull(Digest digest);

    /// <summary>Whether content is here for good, not only for this target's lifetime.</summary>
    private protected abstract bool IsKept(Descriptor descriptor);

    /// <summary>Keeps a manifest for good, with the blobs that it names.</summary>
    private protected abstract Task<PushResult> KeepAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, ManifestFacts facts, CancellationToken cancellationToken);

    private protected bool IsThere(Descriptor descriptor) =>
        Guard("look for a blob", () => SizeOrNull(descriptor.Digest)) == descriptor.Size;

    private protected TargetException Fault(string fault, Exception? cause = null) =>
        new(Description, $"{Description}: {fault}.", cause);

    /// <inheritdoc cref="PlaceWork.Do{T}(string, string, Func{T})"/>
    private protected T Guard<T>(string what, Func<T> work) => PlaceWork.Do(Description, what, work);

    /// <inheritdoc cref="PlaceWork.Do{T}(string, string, Func{T})"/>
    private protected Task<T> GuardAsync<T>(string what, Func<Task<T>> work) =>
        PlaceWork.DoAsync(Description, what, work);

    private void RequireBlobs(Descriptor manifest, ManifestFacts facts, Func<Descriptor, bool> isThere)
    {
        var missing = facts.Blobs.Where(blob => !isThere(blob)).Select(blob => blob.Digest).Distinct().ToArray();
        if (missing.Length > 0)
        {
            throw Fault($"{missing.Length} of the blobs that manifest {manifest.Digest} names are not there, first "
                + $"{missing[0]}; push blobs before their manifest");
        }
    }

    private ManifestFacts ReadFacts(Descriptor descriptor, ReadOnlyMemory<byte> manifest)
    {
        try
        {
            return _facts[descriptor.Digest] = ManifestFacts.Read(manifest);
        }
        catch (ManifestFormatException broken)
        {
            throw Fault(
                $"{descriptor.Digest} is no manifest that can be pushed: {broken.Message.TrimEnd('.')}", broken);
        }
    }

    // What is not there, or is no manifest of a form that is read, has no facts.
    private async Task<ManifestFacts?> FactsOrNullAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        if (_facts.TryGetValue(descriptor.Digest, out var known))
        {
            return known;
        }

        if (descriptor.Size > Manifest.MaxBytes || !IsThere(descriptor))
        {
            return null;
        }

        var bytes = await ReadAsync(descriptor, cancellationToken).ConfigureAwait(false);
        return IsManifest(bytes, out var facts) ? _facts[descriptor.Digest] = facts! : null;
    }

    private async Task<Descriptor?> DescribeOrNullAsync(Digest digest, CancellationToken cancellationToken)
    {
        if (Guard("look for a manifest", () => SizeOrNull(digest)) is not { } size || size > Manifest.MaxBytes)
        {
            return null;
        }

        var unnamed = new Descriptor { MediaType = MediaTypes.ImageManifest, Digest = digest, Size = size };
        var bytes = await ReadAsync(unnamed, cancellationToken).ConfigureAwait(false);
        return IsManifest(bytes, out _) ? unnamed with { MediaType = ManifestFacts.MediaTypeOf(bytes) } : null;
    }

    private async Task<byte[]> ReadAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        var content = await OpenAsync(descriptor, cancellationToken).ConfigureAwait(false);
        await using var _ = content.ConfigureAwait(false);
        using var bytes = new MemoryStream((int)descriptor.Size);
        return await GuardAsync("read a manifest", async () =>
        {
            await content.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
            return bytes.ToArray();
        }).ConfigureAwait(false);
    }

    private static bool IsManifest(ReadOnlyMemory<byte> bytes, out ManifestFacts? facts)
    {
        try
        {
            facts = ManifestFacts.Read(bytes);
            return true;
        }
        catch (ManifestFormatException)
        {
            facts = null;
            return false;
        }
    }
}
