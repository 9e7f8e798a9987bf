using System.Runtime.CompilerServices;
using Migrator.Oci.Model;
using Migrator.Oci.References;

namespace Migrator.Oci.Targets;

/// <summary>
/// What the targets have in common that list their images in an <c>index.json</c>: layout, archive and memory.
/// </summary>
public abstract class IndexedTarget : ITarget
{
    private readonly HeldManifests _manifests;

    private protected IndexedTarget(string description)
    {
        Description = description;
        _manifests = new HeldManifests(this);
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public async Task<Descriptor?> ResolveOrNullAsync(string reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var index = await ReadIndexAsync(cancellationToken).ConfigureAwait(false);
        if (Digest.TryParse(reference, out var digest))
        {
            return index.Find(digest)?.Descriptor ?? await _manifests.DescribeOrNullAsync(
                digest, Guard("look for a manifest", () => SizeOrNull(digest)), cancellationToken).ConfigureAwait(false);
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
        var found = ReferrerSearch.FindAsync(index, subject, artifactType, _manifests, cancellationToken);
        await foreach (var referrer in found.ConfigureAwait(false))
        {
            yield return referrer;
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
        var facts = _manifests.Read(descriptor, manifest);
        RequireBlobs(descriptor, facts, IsThere);
        var result = await KeepAsync(descriptor, manifest, facts, cancellationToken).ConfigureAwait(false);
        if (facts.Subject is { } subject)
        {
            var referrer = descriptor with { ArtifactType = descriptor.ArtifactType ?? facts.ArtifactType };
            await ListReferrerAsync(subject, index => index.WithReferrer(referrer), cancellationToken)
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

        var facts = await _manifests.FactsOrNullAsync(descriptor, cancellationToken).ConfigureAwait(false)
            ?? throw Fault($"{descriptor.Digest} is no manifest and cannot be tagged {tag}");
        RequireBlobs(descriptor, facts, IsKept);
        await ChangeIndexAsync(index => index.WithTag(descriptor, tag), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Reads the index as it is now.</summary>
    private protected abstract Task<IndexDocument> ReadIndexAsync(CancellationToken cancellationToken);

    /// <summary>Changes the index against other writers; a change that changes nothing writes nothing.</summary>
    private protected abstract Task ChangeIndexAsync(
        Func<IndexDocument, IndexDocument> change, CancellationToken cancellationToken);

    /// <summary>Lists a referrer in the index: at once, or at the latest with the tag of its subject.</summary>
    private protected virtual Task ListReferrerAsync(
        Digest subject, Func<IndexDocument, IndexDocument> change, CancellationToken cancellationToken) =>
        ChangeIndexAsync(change, cancellationToken);

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
}
