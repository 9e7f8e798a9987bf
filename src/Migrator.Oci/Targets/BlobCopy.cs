using System.Buffers;
using System.Security.Cryptography;
using Migrator.Oci.Model;

namespace Migrator.Oci.Targets;

/// <summary>Takes the bytes that a blob's opener gives, and checks size and digest on the way.</summary>
internal static class BlobCopy
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>Where the bytes go, in order.</summary>
    public delegate void Sink(ReadOnlySpan<byte> bytes);

    /// <summary>Copies a blob.</summary>
    /// <param name="descriptor">What the bytes must be.</param>
    /// <param name="open">Where they are.</param>
    /// <param name="sink">Gets them; what it has got is worthless when the copy fails.</param>
    /// <param name="target">The target's description.</param>
    /// <param name="cancellationToken">Stops the copy.</param>
    /// <exception cref="BlobMismatchException">The bytes are not the descriptor's.</exception>
    public static async Task CopyAsync(
        Descriptor descriptor, BlobOpener open, Sink sink, string target, CancellationToken cancellationToken)
    {
        var source = await open(cancellationToken).ConfigureAwait(false);
        await using var _ = source.ConfigureAwait(false);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(descriptor.Size + 1, 1, BufferBytes));
        try
        {
            var seen = 0L;
            int count;
            while ((count = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                seen += count;
                if (seen > descriptor.Size)
                {
                    throw new BlobMismatchException(target, descriptor, actualDigest: null, seen);
                }

                hash.AppendData(buffer, 0, count);
                sink(buffer.AsSpan(0, count));
            }

            Require(descriptor, Digest.FromHash(hash.GetCurrentHash()), seen, target);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Fails when digest or size is not the descriptor's.</summary>
    public static void Require(Descriptor expected, Digest digest, long size, string target)
    {
        if (digest != expected.Digest || size != expected.Size)
        {
            throw new BlobMismatchException(target, expected, digest, size);
        }
    }
}
