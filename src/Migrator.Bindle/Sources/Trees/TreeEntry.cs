using Migrator.Bindle.Sources.Disk;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>Something that lies in a tree.</summary>
/// <param name="Path">Its path below the tree's root, with <c>/</c>.</param>
/// <param name="Kind">What it is.</param>
internal sealed record TreeEntry(string Path, DiskEntryKind Kind)
{
    /// <summary>The last part of the path.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}
