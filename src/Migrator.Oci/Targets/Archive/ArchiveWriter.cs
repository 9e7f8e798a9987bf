using System.Formats.Tar;
using Migrator.Oci.Targets.Files;
using Migrator.Oci.Targets.Layout;

namespace Migrator.Oci.Targets.Archive;

/// <summary>Writes an archive: equal content, equal bytes.</summary>
/// <remarks>Files in ordinal order of their names, time 0, owner 0, mode 0644, 0755 for folders.</remarks>
internal static class ArchiveWriter
{
    // What the length field of a ustar header can say.
    private const long UstarMaxLength = (8L * 1024 * 1024 * 1024) - 1;

    /// <summary>Opens a file of the archive.</summary>
    public delegate Stream Opener();

    /// <summary>Writes an archive and syncs it to disk.</summary>
    /// <param name="path">The file, which is overwritten.</param>
    /// <param name="files">What goes in, by name.</param>
    /// <param name="index">The index, which takes the place of one among the files.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public static async Task WriteAsync(
        string path,
        IReadOnlyDictionary<string, Opener> files,
        IndexDocument index,
        CancellationToken cancellationToken)
    {
        var all = new SortedDictionary<string, Opener>(StringComparer.Ordinal);
        foreach (var (name, open) in files)
        {
            all[name] = open;
        }

        all[ArchiveContent.IndexName] = () => MemoryBlob.Open(index.ToBytes());
        all.TryAdd(ArchiveContent.MarkerName, () => MemoryBlob.Open(LayoutFolder.MarkerBytes));
        var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 128 * 1024);
        await using (file.ConfigureAwait(false))
        {
            await WriteAllAsync(file, all, cancellationToken).ConfigureAwait(false);
            await file.FlushAsync(cancellationToken).ConfigureAwait(false);
            RandomAccess.FlushToDisk(file.SafeFileHandle);
        }
    }

    private static async Task WriteAllAsync(
        FileStream file, SortedDictionary<string, Opener> all, CancellationToken cancellationToken)
    {
        var tar = new TarWriter(file, TarEntryFormat.Ustar, leaveOpen: true);
        await using var _ = tar.ConfigureAwait(false);
        foreach (var folder in FoldersOf(all.Keys))
        {
            var entry = new UstarTarEntry(TarEntryType.Directory, folder);
            await WriteAsync(tar, entry, content: null, cancellationToken).ConfigureAwait(false);
        }

        foreach (var (name, open) in all)
        {
            var content = open();
            await using var closing = content.ConfigureAwait(false);
            TarEntry entry = content.Length <= UstarMaxLength && name.Length < 100
                ? new UstarTarEntry(TarEntryType.RegularFile, name)
                : new GnuTarEntry(TarEntryType.RegularFile, name);
            await WriteAsync(tar, entry, content, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task WriteAsync(
        TarWriter tar, TarEntry entry, Stream? content, CancellationToken cancellationToken)
    {
        entry.ModificationTime = DateTimeOffset.UnixEpoch;
        entry.Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        if (content is null)
        {
            entry.Mode |= UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        }
        else
        {
            entry.DataStream = content;
        }

        await tar.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
    }

    // Parents first, because '/' follows every shorter name.
    private static IEnumerable<string> FoldersOf(IEnumerable<string> names) => names
        .SelectMany(name => name.Index()
            .Where(unit => unit.Item == '/')
            .Select(unit => name[..(unit.Index + 1)]))
        .Distinct()
        .Order(StringComparer.Ordinal);
}
