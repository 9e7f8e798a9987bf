using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Batch.Running;

/// <summary>
/// The target of one app of a plan: takes the artifact that was planned and no other, and sends what other apps send
/// too only once.
/// </summary>
/// <param name="inner">The target.</param>
/// <param name="host">The registry; null for other targets, which see to their blobs themselves.</param>
/// <param name="planned">The digest of the artifact; null when the plan could not tell.</param>
/// <param name="flights">What other apps send now.</param>
internal sealed class PlannedTarget(ITarget inner, string? host, string? planned, BlobFlights flights) : ITarget
{
    public string Description => inner.Description;

    public TargetTraits Traits => inner.Traits;

    /// <summary>Fails when the artifact is another than planned; called before anything is sent.</summary>
    public void RequireFit(Descriptor descriptor, ReadOnlyMemory<byte> manifest)
    {
        if (planned is not null && !string.Equals(planned, descriptor.Digest.ToString(), StringComparison.Ordinal))
        {
            throw new TargetException(
                Description,
                $"The bindle makes {descriptor.Digest} now, and made {planned} when the plan was made. Nothing was "
                + $"sent to {Description}; look at the source, and plan again.");
        }

        inner.RequireFit(descriptor, manifest);
    }

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
        Descriptor descriptor, BlobOpener open, CancellationToken cancellationToken) => host is null
        ? inner.PushBlobAsync(descriptor, open, cancellationToken)
        : flights.RunAsync(
            host,
            descriptor.Digest,
            () => inner.PushBlobAsync(descriptor, open, cancellationToken),
            cancellationToken);

    public Task<PushResult> PushManifestAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, CancellationToken cancellationToken) =>
        inner.PushManifestAsync(descriptor, manifest, cancellationToken);

    public Task TagAsync(Descriptor descriptor, string tag, CancellationToken cancellationToken) =>
        inner.TagAsync(descriptor, tag, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
