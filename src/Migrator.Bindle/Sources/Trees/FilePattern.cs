using System.Collections.Immutable;
using Migrator.Bindle.Sources.Disk;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>
/// A pattern for files, as Hippo took it: parts divided by <c>/</c>, of which <c>**</c> stands for any number of
/// folders (spec/bindle.md 8.4).
/// </summary>
internal sealed class FilePattern
{
    // A part that is null stands for any number of folders.
    private readonly ImmutableArray<NamePattern?> _parts;

    private FilePattern(ImmutableArray<NamePattern?> parts) => _parts = parts;

    /// <summary>The pattern <c>**/*</c>, which every file matches.</summary>
    public static FilePattern Everything { get; } = Parse("**/*")!;

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The pattern, relative and inside its tree.</param>
    /// <returns>The pattern; null when it is none.</returns>
    public static FilePattern? Parse(string text)
    {
        var parts = ImmutableArray.CreateBuilder<NamePattern?>();
        foreach (var part in text.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
        {
            var pattern = part == "**" ? null : NamePattern.Parse(part);
            if (part != "**" && pattern is null)
            {
                return null;
            }

            parts.Add(pattern);
        }

        return new FilePattern(parts.DrainToImmutable());
    }

    /// <summary>
    /// Finds what matches: files, and what nobody reads though files may lie there: links, pipes, and names that are
    /// not UTF-8.
    /// </summary>
    /// <param name="tree">The tree.</param>
    /// <param name="start">The folder in which the pattern begins.</param>
    /// <returns>The matches, each once, in ordinal order of paths.</returns>
    public ImmutableArray<TreeEntry> Find(TreeFolder tree, string start = "")
    {
        var found = new SortedDictionary<string, TreeEntry>(StringComparer.Ordinal);
        var seen = new HashSet<(string Folder, int Part)>();
        var rest = new Stack<(string Folder, int Part)>([(start, 0)]);
        while (rest.TryPop(out var step))
        {
            // Several ** can lead to one folder in many ways.
            if (step.Part < _parts.Length && seen.Add(step))
            {
                Advance(tree, step.Folder, step.Part, rest, found);
            }
        }

        return [.. found.Values];
    }

    private void Advance(
        TreeFolder tree,
        string folder,
        int part,
        Stack<(string Folder, int Part)> rest,
        SortedDictionary<string, TreeEntry> found)
    {
        var isLast = part == _parts.Length - 1;
        if (_parts[part] is not { } pattern)
        {
            // At the end it stands for folders alone, and gives no file.
            rest.Push((folder, part + 1));
            foreach (var entry in tree.Entries(folder).Where(entry => entry.IsFolderLike && !isLast))
            {
                Enter(entry, part, rest, found);
            }

            return;
        }

        foreach (var entry in Candidates(tree, folder, pattern))
        {
            if (isLast && entry.Kind != DiskEntryKind.Folder)
            {
                found[entry.Path] = entry;
            }
            else if (!isLast && entry.IsFolderLike)
            {
                Enter(entry, part + 1, rest, found);
            }
        }
    }

    private static void Enter(
        TreeEntry entry,
        int part,
        Stack<(string Folder, int Part)> rest,
        SortedDictionary<string, TreeEntry> found)
    {
        if (entry.Kind == DiskEntryKind.Folder)
        {
            rest.Push((entry.Path, part));
        }
        else
        {
            found[entry.Path] = entry;
        }
    }

    private static IEnumerable<TreeEntry> Candidates(TreeFolder tree, string folder, NamePattern pattern)
    {
        if (pattern.Literal is { } name)
        {
            return tree.Entry(folder, name) is { } entry ? [entry] : [];
        }

        return tree.Entries(folder).Where(entry => pattern.Matches(entry.Name));
    }
}
