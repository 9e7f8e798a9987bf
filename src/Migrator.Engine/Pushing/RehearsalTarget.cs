using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Pushing;

/// <summary>
/// A target for dry runs: reads and compares every blob that a push would send, as the target itself would, and writes
/// nothing. Manifests and tags are taken and forgotten.
/// </summary>
internal sealed class RehearsalTarget(ITarget inner) : ForwardingTarget(inner)
{
    private const int BufferBytes = 256 << 10;

    public override async Task<PushResult> PushBlobAsync(
        Descriptor descriptor, BlobOpener open, CancellationToken cancellationToken)
    {
        if (!Traits.IsPushOnly && await Inner.ExistsAsync(descriptor, cancellationToken).ConfigureAwait(false))
        {
            return PushResult.AlreadyThere;
        }

        var content = BlobVerification.Wrap(
            await open(cancellationToken).ConfigureAwait(false), descriptor, Description);
        await using (content.ConfigureAwait(false))
        {
            await content.CopyToAsync(Stream.Null, BufferBytes, cancellationToken).ConfigureAwait(false);
        }

        return PushResult.Pushed;
    }

    public override Task<PushResult> PushManifestAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, CancellationToken cancellationToken) =>
        Task.FromResult(PushResult.Pushed);

    public override Task TagAsync(Descriptor descriptor, string tag, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public override Task<PushResult> PushTaggedAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, string tag, CancellationToken cancellationToken) =>
        Task.FromResult(PushResult.Pushed);
}
