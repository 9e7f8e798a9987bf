using System.Collections.Concurrent;
using Migrator.Oci.Model;

namespace Migrator.Oci.Targets.Files;

/// <summary>Blobs that are written, checked and not yet part of the target.</summary>
/// <param name="area">Where they are.</param>
/// <param name="target">The target's description.</param>
/// <param name="durable">
/// Whether their bytes are synced to disk, because the files themselves become part of the target.
/// </param>
internal sealed class StagedBlobs(StagingArea area, string target, bool durable)
{
    private readonly ConcurrentDictionary<Digest, long> _sizes = new();

    /// <summary>The size of a staged blob; null when there is none.</summary>
    public long? SizeOrNull(Digest digest) => _sizes.TryGetValue(digest, out var size) ? size : null;

    /// <summary>The file of a staged blob.</summary>
    public string PathOf(Digest digest) => area.PathOf(digest.Hex);

    /// <summary>Stages a blob.</summary>
    public async Task StageAsync(Descriptor descriptor, BlobOpener open, CancellationToken cancellationToken)
    {
        var path = PlaceWork.Do(target, "make a folder to write to", () => PathOf(descriptor.Digest));
        using (var partial = new PartialFile(path, target, durable))
        {
            await BlobCopy.CopyAsync(descriptor, open, partial.Append, target, cancellationToken).ConfigureAwait(false);
            partial.Finish();
        }

        _sizes[descriptor.Digest] = descriptor.Size;
    }

    /// <summary>Makes a staged blob part of the target, by renaming it.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryMove(Digest digest, string destination)
    {
        if (!_sizes.ContainsKey(digest))
        {
            return false;
        }

        File.Move(PathOf(digest), destination, overwrite: true);
        return _sizes.TryRemove(digest, out _);
    }

    /// <summary>Drops a staged blob that is part of the target by other ways.</summary>
    public void Drop(Digest digest)
    {
        if (_sizes.TryRemove(digest, out _))
        {
            File.Delete(PathOf(digest));
        }
    }
}
