namespace Migrator.Bindle.Sources.Disk;

/// <summary>A look at one path, without opening it and without following a link.</summary>
/// <param name="Kind">What is there.</param>
/// <param name="Length">The length of a file in bytes; 0 for everything else.</param>
/// <remarks>
/// Pipes and devices look like files of length 0 here. So nothing of length 0 is ever opened: there is nothing to read,
/// and opening a pipe would wait for ever (spec/bindle.md 10.2, row 46).
/// </remarks>
internal readonly record struct DiskEntry(DiskEntryKind Kind, long Length)
{
    private const FileAttributes Absent = (FileAttributes)(-1);

    /// <summary>Looks at a path.</summary>
    /// <param name="path">The path; its parents are followed, it is not.</param>
    /// <returns>What is there.</returns>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">No permission.</exception>
    public static DiskEntry Look(string path)
    {
        var info = new FileInfo(path);
        var attributes = info.Attributes;
        if (attributes == Absent)
        {
            return new DiskEntry(DiskEntryKind.Absent, 0);
        }

        if (attributes.HasFlag(FileAttributes.ReparsePoint))
        {
            return new DiskEntry(DiskEntryKind.Link, 0);
        }

        return attributes.HasFlag(FileAttributes.Directory)
            ? new DiskEntry(DiskEntryKind.Folder, 0)
            : new DiskEntry(DiskEntryKind.File, info.Length);
    }

    /// <summary>Opens a file for one pass from its start.</summary>
    /// <param name="path">A path at which <see cref="Look"/> saw a file.</param>
    /// <returns>The stream; for a file of length 0 an empty one, without opening.</returns>
    public Stream Open(string path) => Length == 0
        ? new MemoryStream([], writable: false)
        : new LocalFileStream(path);
}
