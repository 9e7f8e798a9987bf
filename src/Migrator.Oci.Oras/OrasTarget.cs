using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Migrator.Oci.Model;
using Migrator.Oci.References;
using Migrator.Oci.Targets;
using IOrasTarget = OrasProject.Oras.ITarget;

namespace Migrator.Oci.Oras;

/// <summary>A target of OrasProject.Oras, a remote repository or a store, as one that bindle2oci pushes to.</summary>
/// <remarks>
/// What ORAS leaves to its callers is done here: a blob is pushed once at a time, its bytes are checked on the way, and
/// a manifest goes after the blobs that it names. Requests, credentials and retries are those of the ORAS target.
/// Tags can be listed where it is an <see cref="OrasProject.Oras.Registry.ITagListable"/>; referrers where it is a
/// repository or knows predecessors.
/// </remarks>
public sealed class OrasTarget : ITarget
{
    private readonly IOrasTarget _inner;
    private readonly OrasCalls _calls;
    private readonly OrasManifests _manifests;
    private readonly ConcurrentDictionary<Digest, SemaphoreSlim> _turns = new();
    private readonly ConcurrentDictionary<Digest, long> _sizes = new();

    /// <summary>Adapts a target.</summary>
    /// <param name="inner">The ORAS target; it stays the caller's.</param>
    /// <param name="description">What it is, for messages: kind and path or host, no secret.</param>
    /// <param name="traits">What sets it apart; for a remote repository looks cost a request each.</param>
    public OrasTarget(IOrasTarget inner, string description, TargetTraits traits)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentException.ThrowIfNullOrEmpty(description);
        _inner = inner;
        _calls = new OrasCalls(description);
        _manifests = new OrasManifests(inner, _calls);
        Traits = traits;
    }

    /// <inheritdoc/>
    public string Description => _calls.Target;

    /// <inheritdoc/>
    public TargetTraits Traits { get; }

    /// <inheritdoc/>
    public void RequireFit(Descriptor descriptor, ReadOnlyMemory<byte> manifest)
    {
        // What an ORAS target can take, only it knows; it says so when the manifest comes.
    }

    /// <inheritdoc/>
    public async Task<Descriptor?> ResolveOrNullAsync(string reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (Digest.TryParse(reference, out var digest))
        {
            if (_manifests.Find(digest) is { } known)
            {
                return known;
            }

            // Pushed as a blob: some registries answer a server error when they are asked for it as a manifest.
            if (_sizes.ContainsKey(digest))
            {
                return null;
            }
        }

        var found = await _calls.FindAsync(
            "resolve a reference", () => _inner.ResolveAsync(reference, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        return found is null ? null : OrasDescriptors.FromOras(found, Description);
    }

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        return _sizes.TryGetValue(descriptor.Digest, out var size)
            ? size == descriptor.Size
            : await _calls.DoAsync(
                "look for a blob",
                () => _inner.ExistsAsync(OrasDescriptors.ToOras(descriptor), cancellationToken),
                cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        if (_sizes.TryGetValue(descriptor.Digest, out var size) && size != descriptor.Size)
        {
            throw new BlobMismatchException(Description, descriptor, descriptor.Digest, size);
        }

        var content = await _calls.DoAsync(
            $"read blob {descriptor.Digest}",
            () => _inner.FetchAsync(OrasDescriptors.ToOras(descriptor), cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return BlobVerification.Wrap(content, descriptor, Description);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListTagsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tags = await OrasListings.TagsAsync(_inner, _calls, cancellationToken).ConfigureAwait(false);
        foreach (var tag in tags)
        {
            yield return tag;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Descriptor> ListReferrersAsync(
        Digest subject, string? artifactType, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var referrers = await OrasListings.ReferrersAsync(
            _inner, _calls, _manifests, subject, cancellationToken).ConfigureAwait(false);
        foreach (var referrer in referrers)
        {
            if (artifactType is null || referrer.ArtifactType == artifactType)
            {
                yield return referrer;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<PushResult> PushBlobAsync(
        Descriptor descriptor, BlobOpener open, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        ArgumentNullException.ThrowIfNull(open);
        var turn = _turns.GetOrAdd(descriptor.Digest, static _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (await ExistsAsync(descriptor, cancellationToken).ConfigureAwait(false))
            {
                return PushResult.AlreadyThere;
            }

            var source = await open(cancellationToken).ConfigureAwait(false);
            var result = await SendAsync(
                descriptor, BlobVerification.Wrap(source, descriptor, Description), cancellationToken)
                .ConfigureAwait(false);
            _sizes[descriptor.Digest] = descriptor.Size;
            return result;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<PushResult> PushManifestAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        var digest = Digest.Of(manifest.Span);
        if (digest != descriptor.Digest || manifest.Length != descriptor.Size)
        {
            throw new BlobMismatchException(Description, descriptor, digest, manifest.Length);
        }

        var links = _manifests.Read(descriptor, manifest);
        await RequireAsync(descriptor, links, cancellationToken).ConfigureAwait(false);
        var isThere = await ExistsAsync(descriptor, cancellationToken).ConfigureAwait(false);
        var result = isThere
            ? PushResult.AlreadyThere
            : await SendAsync(descriptor, new MemoryStream(manifest.ToArray(), writable: false), cancellationToken)
                .ConfigureAwait(false);
        _sizes[descriptor.Digest] = descriptor.Size;
        _manifests.Note(descriptor, links);
        return result;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The tag is not of the form that the interface names.</exception>
    public async Task TagAsync(Descriptor descriptor, string tag, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        if (!TargetReference.IsTag(tag))
        {
            throw new ArgumentException($"'{tag}' is no tag.", nameof(tag));
        }

        if (_manifests.Find(descriptor.Digest) is null)
        {
            await _manifests.FetchAsync(descriptor, cancellationToken).ConfigureAwait(false);
        }

        await _calls.DoAsync(
            $"set the tag {tag}",
            () => _inner.TagAsync(OrasDescriptors.ToOras(descriptor), tag, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Does nothing: the ORAS target is the caller's.</summary>
    /// <returns>A task that has ended.</returns>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<PushResult> SendAsync(
        Descriptor descriptor, Stream content, CancellationToken cancellationToken)
    {
        var watched = new WatchedStream(content);
        await using var _ = watched.ConfigureAwait(false);
        try
        {
            return await _calls.PushAsync(
                $"push {descriptor.Digest}",
                () => _inner.PushAsync(OrasDescriptors.ToOras(descriptor), watched, cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
        catch (TargetException) when (watched.Fault is { } fault)
        {
            // The source's own error counts, not what became of it on its way through an HTTP client.
            fault.Throw();
            throw;
        }
    }

    private async Task RequireAsync(
        Descriptor descriptor, OrasManifests.Links links, CancellationToken cancellationToken)
    {
        foreach (var blob in links.Needs)
        {
            if (!await ExistsAsync(blob, cancellationToken).ConfigureAwait(false))
            {
                throw _calls.Fault(
                    $"blob {blob.Digest}, which manifest {descriptor.Digest} names, is not there; push blobs first");
            }
        }
    }
}
