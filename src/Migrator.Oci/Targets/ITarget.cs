using Migrator.Oci.Model;

namespace Migrator.Oci.Targets;

/// <summary>A place to push OCI content to.</summary>
/// <remarks>
/// Blobs first, then the manifest, then the tag. A blob can be read back through the same target as soon as its push
/// has ended, and by everyone else at the latest when a manifest that names it has been pushed; a target that is
/// disposed before leaves nothing of it behind. No tag ever points to content that is not complete.
/// A tag that could not be set, or whose setting was cancelled, is not set later either. An archive, which can only be
/// written as a whole, is written when a tag is set, or when a referrer of something that is in it is pushed.
/// </remarks>
public interface ITarget : IReadOnlyTarget
{
    /// <summary>What sets the target apart.</summary>
    TargetTraits Traits { get; }

    /// <summary>Fails when the target can never take a manifest: too many layers, too long. Nothing is sent.</summary>
    /// <param name="descriptor">The manifest.</param>
    /// <param name="manifest">The manifest byte for byte.</param>
    /// <exception cref="TargetException">It cannot; the message names the limit.</exception>
    void RequireFit(Descriptor descriptor, ReadOnlyMemory<byte> manifest);

    /// <summary>Pushes a blob; size and digest are checked on the way.</summary>
    /// <param name="descriptor">What the bytes must be.</param>
    /// <param name="open">Where the bytes are; not called when the target has them.</param>
    /// <param name="cancellationToken">Stops the push and removes what was written of it.</param>
    /// <returns>Whether bytes were sent.</returns>
    /// <exception cref="BlobMismatchException">The bytes are not the descriptor's; nothing is kept.</exception>
    /// <exception cref="TargetException">The target cannot be written.</exception>
    Task<PushResult> PushBlobAsync(Descriptor descriptor, BlobOpener open, CancellationToken cancellationToken);

    /// <summary>Pushes a manifest; every blob that it names must be there.</summary>
    /// <param name="descriptor">What the bytes must be; the artifact type goes into the listing of referrers.</param>
    /// <param name="manifest">The manifest byte for byte.</param>
    /// <param name="cancellationToken">Stops the push.</param>
    /// <returns>Whether bytes were sent.</returns>
    /// <exception cref="BlobMismatchException">The bytes are not the descriptor's.</exception>
    /// <exception cref="TargetException">A blob is missing, or the target cannot be written.</exception>
    Task<PushResult> PushManifestAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, CancellationToken cancellationToken);

    /// <summary>Points a tag to a manifest that is there; moves it when it points elsewhere.</summary>
    /// <param name="descriptor">The manifest.</param>
    /// <param name="tag">The tag: <c>[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}</c>.</param>
    /// <param name="cancellationToken">Stops the tagging.</param>
    /// <returns>A task that ends when the tag is durable.</returns>
    /// <exception cref="TargetException">The manifest is not there, or the target cannot be written.</exception>
    Task TagAsync(Descriptor descriptor, string tag, CancellationToken cancellationToken);

    /// <summary>Pushes a manifest under a tag; a target that can do both in one write does so.</summary>
    /// <param name="descriptor">What the bytes must be.</param>
    /// <param name="manifest">The manifest byte for byte; every blob that it names must be there.</param>
    /// <param name="tag">The tag, as for <see cref="TagAsync"/>.</param>
    /// <param name="cancellationToken">Stops the push.</param>
    /// <returns>Whether bytes were sent.</returns>
    /// <exception cref="BlobMismatchException">The bytes are not the descriptor's.</exception>
    /// <exception cref="TargetException">A blob is missing, or the target cannot be written.</exception>
    async Task<PushResult> PushTaggedAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, string tag, CancellationToken cancellationToken)
    {
        var result = await PushManifestAsync(descriptor, manifest, cancellationToken).ConfigureAwait(false);
        await TagAsync(descriptor, tag, cancellationToken).ConfigureAwait(false);
        return result;
    }
}
