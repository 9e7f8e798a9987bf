using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources.Disk;
using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>The files of a tree that become parcels; each is read once.</summary>
/// <param name="tree">The tree.</param>
/// <param name="faults">Where files go that cannot be had.</param>
internal sealed class TreeContents(TreeFolder tree, TreeFaults faults)
{
    /// <summary>What is wrong with pipes and their like, as the end of a sentence.</summary>
    public const string NotRegular = "is not a regular file but a pipe, a socket or a device.";

    /// <summary>What is wrong with links, as the end of a sentence.</summary>
    public const string IsLink =
        "is a symbolic link or lies behind one; links are not followed. Put a copy in its place.";

    private const string NameIsUnreadable = "has a name that is not UTF-8, so that nothing can read it by its name. "
        + "Rename it.";

    private readonly Dictionary<string, (long Size, string Sha256)> _known = new(StringComparer.Ordinal);

    /// <summary>The tree.</summary>
    public TreeFolder Tree => tree;

    /// <summary>The path of each parcel's file, by digest.</summary>
    public Dictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Makes the label of a file that is named in the text.</summary>
    /// <param name="written">The file as written.</param>
    /// <param name="position">Where it is written.</param>
    /// <param name="subject">Whose it is, for messages.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The label without features; null, with a fault, when there is no such file.</returns>
    public async Task<Label?> NamedAsync(
        string written, TomlPosition position, string subject, CancellationToken cancellationToken)
    {
        if (TreeFolder.Inside(written) is not { Length: > 0 } path)
        {
            AddOutside(written, position, subject);
            return null;
        }

        var kind = tree.Look(path);
        if (kind == DiskEntryKind.File)
        {
            // Hippo keeps the name as it is written, but for the beginning.
            var name = written.Replace('\\', '/');
            return await LabelAsync(path, name.StartsWith("./", StringComparison.Ordinal) ? path : name,
                cancellationToken).ConfigureAwait(false);
        }

        AddUnread(written, kind, "does not exist. Build the application first.", position, subject);
        return null;
    }

    /// <summary>Makes the label of something that was found in the tree.</summary>
    /// <param name="entry">A file, or what nobody reads.</param>
    /// <param name="name">The parcel's name.</param>
    /// <param name="position">Where the pattern or volume is written.</param>
    /// <param name="subject">Whose it is, for messages.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The label without features; null, with a fault, for what is no file.</returns>
    public async Task<Label?> FoundAsync(
        TreeEntry entry, string name, TomlPosition position, string subject, CancellationToken cancellationToken)
    {
        if (entry.Kind == DiskEntryKind.File)
        {
            return await LabelAsync(entry.Path, name, cancellationToken).ConfigureAwait(false);
        }

        AddUnread(entry.Path, entry.Kind, NameIsUnreadable, position, subject);
        return null;
    }

    /// <summary>Reports a path that leads out of the tree.</summary>
    public void AddOutside(string written, TomlPosition position, string subject) => faults.Add(
        TreeFindings.OutsideTree,
        position,
        subject,
        $"{subject}: {MessageText.Quote(written)} is no path below the folder of the file that names it, but absolute, "
        + "with a drive such as 'c:', with '..', or empty; nothing outside is read. Name a file in the folder by "
        + "its path there.");

    private void AddUnread(
        string path, DiskEntryKind kind, string whenAbsent, TomlPosition position, string subject) => faults.Add(
            kind == DiskEntryKind.Link ? TreeFindings.Link : TreeFindings.FileMissing,
            position,
            subject,
            $"{subject}: {MessageText.Quote(path)} " + kind switch
            {
                DiskEntryKind.Link => IsLink,
                DiskEntryKind.Folder => "is a folder, not a file.",
                DiskEntryKind.Special => $"{NotRegular} Remove it, or put a file in its place.",
                _ => whenAbsent,
            });

    private async Task<Label> LabelAsync(string path, string name, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(path, out var file))
        {
            file = await tree.HashAsync(path, cancellationToken).ConfigureAwait(false);
            _known.Add(path, file);
            Files[file.Sha256] = path;
        }

        return new Label
        {
            Sha256 = file.Sha256,
            MediaType = MediaTypeTable.Of(path),
            Name = name,
            Size = file.Size,
        };
    }
}
