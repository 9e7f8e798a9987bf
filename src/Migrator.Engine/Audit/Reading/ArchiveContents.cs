using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Migrator.Oci.Model;

namespace Migrator.Engine.Audit.Reading;

/// <summary>The files of an archive layer (spec/spin-oci.md 4.6): a gzip-compressed tar.</summary>
internal static class ArchiveContents
{
    /// <summary>Reads an archive to its end.</summary>
    /// <param name="archive">The compressed bytes.</param>
    /// <param name="maxBytes">The largest sum of file lengths; more is a fault, whatever the archive claims.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The digest of each file, by path without a leading <c>./</c>.</returns>
    /// <exception cref="ArtifactFormatException">
    /// It is not such an archive, or holds more than files and folders.
    /// </exception>
    public static async Task<IReadOnlyDictionary<string, Digest>> ReadAsync(
        Stream archive, long maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            var unzipped = new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true);
            await using (unzipped.ConfigureAwait(false))
            {
                var tar = new TarReader(unzipped, leaveOpen: true);
                await using (tar.ConfigureAwait(false))
                {
                    return await ReadEntriesAsync(tar, maxBytes, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new ArtifactFormatException($"It is not a gzip-compressed tar: {fault.Message}", fault);
        }
    }

    private static async Task<IReadOnlyDictionary<string, Digest>> ReadEntriesAsync(
        TarReader tar, long maxBytes, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, Digest>(StringComparer.Ordinal);
        var bytes = 0L;
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry)
        {
            if (entry.EntryType == TarEntryType.Directory)
            {
                continue;
            }

            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
            {
                throw new ArtifactFormatException(
                    $"Its entry '{entry.Name}' is a {entry.EntryType}; only files and folders may be.");
            }

            bytes += entry.Length;
            if (bytes > maxBytes)
            {
                throw new ArtifactFormatException(
                    $"It unpacks to more than the {maxBytes} bytes of the bindle's parcels.");
            }

            files[PathOf(entry.Name)] = await HashAsync(entry.DataStream, cancellationToken).ConfigureAwait(false);
        }

        return files;
    }

    private static string PathOf(string name) => name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;

    private static async Task<Digest> HashAsync(Stream? content, CancellationToken cancellationToken) =>
        content is null
            ? Digest.Of([])
            : Digest.FromHash(await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false));
}
