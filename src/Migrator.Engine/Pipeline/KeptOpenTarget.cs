using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Pipeline;

/// <summary>A caller's target within a job: all calls go through, but the job does not close it.</summary>
internal sealed class KeptOpenTarget(ITarget inner) : ITarget
{
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

    public Task<PushResult> PushBlobAsync(
        Descriptor descriptor, BlobOpener open, CancellationToken cancellationToken) =>
        inner.PushBlobAsync(descriptor, open, cancellationToken);

    public Task<PushResult> PushManifestAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, CancellationToken cancellationToken) =>
        inner.PushManifestAsync(descriptor, manifest, cancellationToken);

    public Task TagAsync(Descriptor descriptor, string tag, CancellationToken cancellationToken) =>
        inner.TagAsync(descriptor, tag, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
