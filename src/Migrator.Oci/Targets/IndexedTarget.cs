using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Migrator.Oci.Model;
using Migrator.Oci.References;

namespace Migrator.Oci.Targets;

/// <summary>
/// What the targets have in common that list their images in an <c>index.json</c>: layout, archive and memory.
/// </summary>
public abstract class IndexedTarget : ITarget
{
    private readonly SingleFlight _flights = new();
    private readonly HeldManifests _manifests;
    private readonly SoundBlobs _sound;

    private protected IndexedTarget(string description)
    {
        Description = description;
        _manifests = new HeldManifests(this);
        _sound = new SoundBlobs(this);
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
    /// <remarks>
    /// A blob that is there already is read once before it counts, for its length says little; when its bytes are
    /// not the descriptor's, those of the opener take their place.
    /// </remarks>
    public async Task<PushResult> PushBlobAsync(
        Descriptor descriptor, BlobOpener open, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        ArgumentNullException.ThrowIfNull(open);
        var wasSound = false;
        var result = await _flights.RunAsync(
            descriptor.Digest,
            () => _sound.Contains(descriptor.Digest) && IsThere(descriptor),
            async () =>
            {
                wasSound = await _sound.CheckAsync(descriptor, cancellationToken).ConfigureAwait(false);
                if (!wasSound)
                {
                    await TakeAsync(descriptor, open, cancellationToken).ConfigureAwait(false);
                    _sound.Add(descriptor.Digest);
                }
            },
            cancellationToken).ConfigureAwait(false);
        return wasSound ? PushResult.AlreadyThere : result;
    }

    /// <inheritdoc/>
    public async Task<PushResult> PushManifestAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        BlobCopy.Require(descriptor, Digest.Of(manifest.Span), manifest.Length, Description);
        var facts = _manifests.Read(descriptor, manifest);
        RequireBlobs(descriptor, facts, IsThere);
        var wasKept = IsKept(descriptor) && facts.Blobs.All(IsKept)
            && await _sound.CheckAsync(descriptor, cancellationToken).ConfigureAwait(false);
        if (!wasKept)
        {
            await RequireSoundAsync(descriptor, facts.Blobs, cancellationToken).ConfigureAwait(false);
        }

        await KeepAsync(descriptor, manifest, facts, wasKept, cancellationToken).ConfigureAwait(false);
        if (facts.Subject is { } subject)
        {
            var referrer = descriptor with { ArtifactType = descriptor.ArtifactType ?? facts.ArtifactType };
            await ListReferrerAsync(subject, index => index.WithReferrer(referrer), cancellationToken)
                .ConfigureAwait(false);
        }

        return wasKept ? PushResult.AlreadyThere : PushResult.Pushed;
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
        var index = await ReadIndexAsync(cancellationToken).ConfigureAwait(false);
        if (index.FindTag(tag)?.Descriptor?.Digest != descriptor.Digest)
        {
            await RequireSoundAsync(descriptor, [descriptor, .. facts.Blobs], cancellationToken).ConfigureAwait(false);
        }

        await ChangeIndexAsync(before => before.WithTag(descriptor, tag), cancellationToken).ConfigureAwait(false);
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

    /// <summary>Writes a blob that is not here, or is damaged; checks size and digest on the way.</summary>
    private protected abstract Task TakeAsync(
        Descriptor descriptor, BlobOpener open, CancellationToken cancellationToken);

    /// <summary>The size of a blob that can be read here; null when there is none.</summary>
    private protected abstract long? SizeOrNull(Digest digest);

    /// <summary>Opens a blob; null when there is none.</summary>
    private protected abstract Stream? OpenOrNull(Digest digest);

    /// <summary>Whether content is here for good, not only for this target's lifetime.</summary>
    private protected abstract bool IsKept(Descriptor descriptor);

    /// <summary>Keeps a manifest for good, with the blobs that it names; <c>wasKept</c> when it has all of them.</summary>
    private protected abstract Task KeepAsync(
        Descriptor descriptor,
        ReadOnlyMemory<byte> manifest,
        ManifestFacts facts,
        bool wasKept,
        CancellationToken cancellationToken);

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

    private async Task RequireSoundAsync(
        Descriptor manifest, ImmutableArray<Descriptor> blobs, CancellationToken cancellationToken)
    {
        foreach (var blob in blobs)
        {
            if (!await _sound.CheckAsync(blob, cancellationToken).ConfigureAwait(false))
            {
                throw Fault($"blob {blob.Digest} is damaged there, and manifest {manifest.Digest} needs it; push the "
                    + "blob again, which replaces it");
            }
        }
    }
}
