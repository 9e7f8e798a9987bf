using System.Collections.Concurrent;
using Migrator.Oci.Model;

namespace Migrator.Oci.Targets;

/// <summary>The blobs of a target whose bytes were seen to be what their digest says, each read at most once.</summary>
internal sealed class SoundBlobs(IReadOnlyTarget target)
{
    private const int BufferBytes = 256 * 1024;
    private readonly ConcurrentDictionary<Digest, bool> _seen = new();

    /// <summary>Notes a blob whose bytes were checked on their way in.</summary>
    public void Add(Digest digest) => _seen[digest] = true;

    /// <summary>Whether the bytes of a blob were checked before.</summary>
    public bool Contains(Digest digest) => _seen.ContainsKey(digest);

    /// <summary>Whether a blob is there and its bytes are right; reads it unless they were checked before.</summary>
    /// <exception cref="TargetException">The blob cannot be read.</exception>
    public async Task<bool> CheckAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        if (!await target.ExistsAsync(descriptor, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        if (Contains(descriptor.Digest))
        {
            return true;
        }

        if (!await HasItsBytesAsync(descriptor, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        Add(descriptor.Digest);
        return true;
    }

    private async Task<bool> HasItsBytesAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        var content = await target.OpenAsync(descriptor, cancellationToken).ConfigureAwait(false);
        await using var _ = content.ConfigureAwait(false);
        try
        {
            return await PlaceWork.DoAsync(target.Description, "read a blob", async () =>
            {
                var buffer = (int)Math.Clamp(descriptor.Size + 1, 1, BufferBytes);
                await content.CopyToAsync(Stream.Null, buffer, cancellationToken).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        }
        catch (BlobMismatchException)
        {
            return false;
        }
    }
}
