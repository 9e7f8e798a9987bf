using Migrator.Engine.Pushing;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Batch.Running;

/// <summary>
/// The target of one app of a plan: sends what other apps send too only once, and writes nothing before the journal
/// knows of it: with a full disk, nothing is sent.
/// </summary>
/// <param name="inner">The target.</param>
/// <param name="begun">Ends when the journal has recorded that the app begins.</param>
internal sealed class PlannedTarget(ITarget inner, Task begun) : ForwardingTarget(inner)
{
    /// <summary>The registry; null for other targets, which see to their blobs themselves.</summary>
    public required string? Host { get; init; }

    /// <summary>What other apps send now.</summary>
    public required BlobFlights Flights { get; init; }

    public override async Task<PushResult> PushBlobAsync(
        Descriptor descriptor, BlobOpener open, CancellationToken cancellationToken)
    {
        await begun.ConfigureAwait(false);
        Task<PushResult> PushAsync() => Inner.PushBlobAsync(descriptor, open, cancellationToken);
        return await (Host is null
            ? PushAsync()
            : Flights.RunAsync(Host, descriptor.Digest, PushAsync, cancellationToken)).ConfigureAwait(false);
    }

    public override async Task<PushResult> PushManifestAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, CancellationToken cancellationToken)
    {
        await begun.ConfigureAwait(false);
        return await Inner.PushManifestAsync(descriptor, manifest, cancellationToken).ConfigureAwait(false);
    }

    public override async Task TagAsync(Descriptor descriptor, string tag, CancellationToken cancellationToken)
    {
        await begun.ConfigureAwait(false);
        await Inner.TagAsync(descriptor, tag, cancellationToken).ConfigureAwait(false);
    }

    public override async Task<PushResult> PushTaggedAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, string tag, CancellationToken cancellationToken)
    {
        await begun.ConfigureAwait(false);
        return await Inner.PushTaggedAsync(descriptor, manifest, tag, cancellationToken).ConfigureAwait(false);
    }
}
