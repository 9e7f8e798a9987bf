using System.Collections.Immutable;
using System.Security.Cryptography;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Conversion.Spin.Archive;

/// <summary>
/// The archive layer that carries all files of a component when an artifact would have too many layers
/// (spec/spin-oci.md 4.6): tar and gzip, the same bytes in every run and on every machine.
/// </summary>
internal static class FileArchive
{
    private const int BufferSize = 64 * 1024;

    /// <summary>
    /// Makes the layer: reads the files once for digest and size; nothing is kept, a push makes them again.
    /// </summary>
    /// <param name="files">The files, in UTF-8 order of their paths.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="BlobMismatchException">A file's bytes are not what its label says.</exception>
    public static async Task<ArtifactBlob> CreateAsync(
        ImmutableArray<AppFile> files,
        CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var archive = Open(files);
        await using var _ = archive.ConfigureAwait(false);
        var buffer = new byte[BufferSize];
        var size = 0L;
        int count;
        while ((count = await archive.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            hash.AppendData(buffer, 0, count);
            size += count;
        }

        var descriptor = new Descriptor
        {
            MediaType = SpinMediaTypes.Archive,
            Digest = Digest.FromHash(hash.GetHashAndReset()),
            Size = size,
        };
        return new ArtifactBlob(descriptor, _ => ValueTask.FromResult<Stream>(Open(files)));
    }

    private static GzipStream Open(ImmutableArray<AppFile> files) => new(new TarStream(files));
}
