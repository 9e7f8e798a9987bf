using System.Collections.Immutable;
using System.Security.Cryptography;
using Migrator.Bindle.Sources.Disk;
using Migrator.Bindle.Verification;
using Migrator.Shared;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>The folder of an application's sources. Nothing outside of it is read, and no link is followed.</summary>
/// <param name="root">The folder's full path.</param>
internal sealed class TreeFolder(string root)
{
    private const int BufferSize = 128 << 10;

    /// <summary>A path below the root.</summary>
    /// <param name="text">The path as written: relative, with <c>/</c> or <c>\</c>.</param>
    /// <returns>The path without <c>.</c> and empty parts, empty for the root; null when it leads out.</returns>
    public static string? Inside(string text)
    {
        var isAbsolute = text.StartsWith('/') || text.StartsWith('\\') || FileNameRules.HasDrive(text);
        var parts = text.Split('/', '\\').Where(part => part is not ("" or ".")).ToArray();
        return isAbsolute || text.Contains('\0', StringComparison.Ordinal) || parts.Contains("..")
            ? null
            : string.Join('/', parts);
    }

    /// <summary>Joins two paths below the root.</summary>
    public static string Join(string folder, string name) =>
        folder.Length == 0 ? name : name.Length == 0 ? folder : $"{folder}/{name}";

    /// <summary>What a path is; a link anywhere on the way to it makes it a link.</summary>
    /// <param name="path">A path below the root.</param>
    public DiskEntryKind Look(string path)
    {
        var at = root;
        var kind = DiskEntryKind.Folder;
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = Path.Combine(at, part);
            kind = KindOf(at);
            if (kind is DiskEntryKind.Link or DiskEntryKind.Absent)
            {
                return kind;
            }
        }

        return kind;
    }

    /// <summary>What lies in a folder under a name; null when nothing does.</summary>
    /// <param name="folder">A path below the root at which there is a folder; the way to it is not looked at.</param>
    /// <param name="name">The name.</param>
    public TreeEntry? Entry(string folder, string name)
    {
        var path = Join(folder, name);
        var kind = KindOf(FullPath(path));
        return kind == DiskEntryKind.Absent
            ? null
            : new TreeEntry(path, kind) { IsFolderLike = Directory.Exists(FullPath(path)) };
    }

    /// <summary>What lies in a folder, in ordinal order.</summary>
    /// <param name="folder">A path below the root at which there is a folder.</param>
    public ImmutableArray<TreeEntry> Entries(string folder) =>
    [
        .. new DirectoryInfo(Path.Combine(root, folder)).EnumerateFileSystemInfos()
            .OrderBy(info => info.Name, StringComparer.Ordinal)
            .Select(info => new TreeEntry(Join(folder, info.Name), KindOf(info.FullName))
            {
                IsFolderLike = info is DirectoryInfo,
            }),
    ];

    /// <summary>The full path of a file.</summary>
    /// <param name="path">A path below the root.</param>
    public string FullPath(string path) => Path.Combine(root, path);

    /// <summary>Reads a file to its end.</summary>
    /// <param name="path">A path below the root.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Its length, and its SHA-256 in lower-case hex.</returns>
    public async Task<(long Size, string Sha256)> HashAsync(string path, CancellationToken cancellationToken)
    {
        var full = FullPath(path);
        var stream = DiskEntry.Look(full).Open(full);
        await using var _ = stream.ConfigureAwait(false);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        var size = 0L;
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            hash.AppendData(buffer.AsSpan(0, read));
            size += read;
        }

        return (size, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static DiskEntryKind KindOf(string path)
    {
        var entry = DiskEntry.Look(path);
        return entry is { Kind: DiskEntryKind.File, Length: 0 } && SpecialFile.IsOne(path)
            ? DiskEntryKind.Special
            : entry.Kind;
    }
}
