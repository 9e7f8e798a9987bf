using System.Collections.Immutable;
using Migrator.Bindle.Sources;

namespace Migrator.Engine.Batch;

/// <summary>A folder with standalone bindles in it, as folders or as archives, and no bindle or store itself.</summary>
/// <param name="Bindles">
/// The paths of all that is a bindle, or may be one, in ordinal order: what cannot be looked into, or has lost its
/// invoice, is for whoever opens it to explain.
/// </param>
/// <param name="Others">The paths of all else, whole stores and what is hidden among them, in ordinal order.</param>
internal sealed record FolderOfBindles(ImmutableArray<string> Bindles, ImmutableArray<string> Others)
{
    private const string Invoice = "invoice.toml";
    private const string Invoices = "invoices";
    private const string LostAndFound = "lost+found";
    private const FileAttributes Absent = (FileAttributes)(-1);

    // Without its invoice, a bindle is known by these.
    private static readonly string[] Signs = [Invoice, "invoice.toml.part", "parcels"];

    /// <summary>Whether a path is one.</summary>
    /// <exception cref="BindleSourceException">The folder cannot be read.</exception>
    public static bool Is(string path) => Directory.Exists(path)
        && Read(path, () => !IsThere(path, Invoice) && !IsFolder(path, Invoices))
        && !Find(path).Bindles.IsEmpty;

    /// <summary>What is in it.</summary>
    /// <exception cref="BindleSourceException">The folder cannot be read.</exception>
    public static FolderOfBindles Find(string path)
    {
        var entries = Read(path, () => Directory.GetFileSystemEntries(path))
            .Order(StringComparer.Ordinal).ToLookup(MayBeBindle);
        return new FolderOfBindles([.. entries[true]], [.. entries[false]]);
    }

    private static bool MayBeBindle(string entry)
    {
        if (IsOfTheVolume(Path.GetFileName(entry)))
        {
            return false;
        }

        if (entry.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        try
        {
            var end = File.ResolveLinkTarget(entry, returnFinalTarget: true)?.FullName ?? entry;
            var found = new FileInfo(end).Attributes;
            // Not there: a link that leads nowhere, or a name that is no text.
            return found == Absent
                || (found.HasFlag(FileAttributes.Directory) && Signs.Any(sign => IsThere(end, sign))
                    && !IsStore(end));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Whoever opens it says why it cannot be read.
            return true;
        }
    }

    private static bool IsThere(string folder, string name) => Look(folder, name) != Absent;

    private static bool IsFolder(string folder, string name) => IsFolder(Look(folder, name));

    private static bool IsFolder(FileAttributes found) => found != Absent && found.HasFlag(FileAttributes.Directory);

    // Such as .snapshot and .Trash-1000: nobody put them there, and often nobody but the super-user may look inside.
    private static bool IsOfTheVolume(string name) => name.StartsWith('.') || name is LostAndFound;

    // It would be opened as one, and all that is in it would move. A linked folder makes none.
    private static bool IsStore(string folder) =>
        Look(folder, Invoices) is var found && IsFolder(found) && !found.HasFlag(FileAttributes.ReparsePoint);

    // Unlike File.Exists, it fails where nobody may look.
    private static FileAttributes Look(string folder, string name) =>
        new FileInfo(Path.Combine(folder, name)).Attributes;

    private static T Read<T>(string path, Func<T> look)
    {
        try
        {
            return look();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BindleSourceException(path, $"{path} cannot be read: {failure.Message}", failure);
        }
    }
}
