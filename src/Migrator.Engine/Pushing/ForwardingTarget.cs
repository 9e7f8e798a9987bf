using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Pushing;

/// <summary>A target before another one: all calls go through but those that a derived class takes itself.</summary>
internal abstract class ForwardingTarget(ITarget inner) : ITarget
{
    /// <summary>The target behind.</summary>
    public ITarget Inner => inner;

    public string Description => inner.Description;

    public TargetTraits Traits => inner.Traits;

    public void RequireFit(Descriptor descriptor, ReadOnlyMemory<byte> manifest) =>
        inner.RequireFit(descriptor, manifest);

    public Task<Descriptor?> ResolveOrNullAsync(string reference, CancellationToken cancellationToken) =>
        inner.ResolveOrNullAsync(reference, cancellationToken);

    public Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken cancellationToken) =>
        inner.ExistsAsync(descriptor, cancellationToken);

    public Task<Stream> OpenAsync(Descriptor descriptor, CancellationToken cancellationToken) =>
        inner.OpenAsync(descriptor, cancellationToken);

    public IAsyncEnumerable<string> ListTagsAsync(CancellationToken cancellationToken) =>
        inner.ListTagsAsync(cancellationToken);

    public IAsyncEnumerable<Descriptor> ListReferrersAsync(
        Digest subject, string? artifactType, CancellationToken cancellationToken) =>
        inner.ListReferrersAsync(subject, artifactType, cancellationToken);

    public virtual Task<PushResult> PushBlobAsync(
        Descriptor descriptor, BlobOpener open, CancellationToken cancellationToken) =>
        inner.PushBlobAsync(descriptor, open, cancellationToken);

    public virtual Task<PushResult> PushManifestAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, CancellationToken cancellationToken) =>
        inner.PushManifestAsync(descriptor, manifest, cancellationToken);

    public virtual Task TagAsync(Descriptor descriptor, string tag, CancellationToken cancellationToken) =>
        inner.TagAsync(descriptor, tag, cancellationToken);

    public virtual Task<PushResult> PushTaggedAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, string tag, CancellationToken cancellationToken) =>
        inner.PushTaggedAsync(descriptor, manifest, tag, cancellationToken);

    public ValueTask DisposeAsync() => CloseAsync();

    /// <summary>Closes the target behind.</summary>
    protected virtual ValueTask CloseAsync() => inner.DisposeAsync();
}
