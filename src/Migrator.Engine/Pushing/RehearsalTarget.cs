using System.Buffers;
using System.Security.Cryptography;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Pushing;

/// <summary>
/// A target for dry runs: reads and compares every blob that a push would send, as the target itself would, and writes
/// nothing. Manifests and tags are taken and forgotten.
/// </summary>
internal sealed class RehearsalTarget(ITarget inner) : ITarget
{
    private const int BufferBytes = 256 << 10;

    public string Description => inner.Description;

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

    public async Task<PushResult> PushBlobAsync(
        Descriptor descriptor, BlobOpener open, CancellationToken cancellationToken)
    {
        if (await inner.ExistsAsync(descriptor, cancellationToken).ConfigureAwait(false))
        {
            return PushResult.AlreadyThere;
        }

        var stream = await open(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            await CompareAsync(stream, descriptor, cancellationToken).ConfigureAwait(false);
        }

        return PushResult.Pushed;
    }

    public Task<PushResult> PushManifestAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, CancellationToken cancellationToken) =>
        Task.FromResult(PushResult.Pushed);

    public Task TagAsync(Descriptor descriptor, string tag, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async Task CompareAsync(Stream stream, Descriptor expected, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var size = 0L;
            int count;
            while ((count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer, 0, count);
                size += count;
            }

            var digest = Digest.FromHash(hash.GetCurrentHash());
            if (digest != expected.Digest || size != expected.Size)
            {
                throw new BlobMismatchException(Description, expected, digest, size);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
