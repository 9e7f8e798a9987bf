using Migrator.Bindle.Sources.Disk;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>Something that lies in a tree.</summary>
/// <param name="Path">Its path below the tree's root, with <c>/</c>.</param>
/// <param name="Kind">What it is; absent when it is there under a name that cannot be read as UTF-8.</param>
internal sealed record TreeEntry(string Path, DiskEntryKind Kind)
{
    /// <summary>Whether files lie below it, though it may be a link or have an unreadable name.</summary>
    public required bool IsFolderLike { get; init; }

    /// <summary>The last part of the path.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}
