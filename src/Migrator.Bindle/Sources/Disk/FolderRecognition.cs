using System.Collections.Immutable;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Disk;

/// <summary>Tells what a folder is by what lies in it (spec/bindle.md 9; 10.5, row 99).</summary>
internal static class FolderRecognition
{
    /// <summary>Opens a folder as what it is.</summary>
    /// <param name="path">The folder's full path.</param>
    /// <param name="options">How to read.</param>
    /// <returns>The source.</returns>
    /// <exception cref="BindleSourceException">It holds no bindles, or none that can be read from disk.</exception>
    public static IBindleSource Open(string path, BindleSourceOptions options)
    {
        if (Kind(path, FileStoreSource.InvoicesName) == DiskEntryKind.Folder)
        {
            return new FileStoreSource(path, options);
        }

        if (Kind(path, InvoiceFile.Name) != DiskEntryKind.Absent)
        {
            return IsEntryOfStore(path) ? throw EntryOfStore(path) : StandaloneSource.OfFolder(path, options);
        }

        return KeyFolders(path) is { IsEmpty: false } keys
            ? StandaloneSource.OfFolders(path, keys, options)
            : throw new BindleSourceException(path, Explain(path));
    }

    private static DiskEntryKind Kind(string folder, string name) => DiskEntry.Look(Path.Combine(folder, name)).Kind;

    private static ImmutableArray<string> KeyFolders(string path) =>
    [
        .. Directory.EnumerateDirectories(path)
            .Where(folder => ParcelDigest.IsHex(Path.GetFileName(folder)))
            .Where(folder => DiskEntry.Look(folder).Kind == DiskEntryKind.Folder)
            .Where(folder => Kind(folder, InvoiceFile.Name) != DiskEntryKind.Absent)
            .Select(folder => Path.GetFileName(folder))
            .Order(StringComparer.Ordinal),
    ];

    // One bindle's folder inside a store holds the invoice alone; its parcels lie elsewhere.
    private static bool IsEntryOfStore(string path) =>
        Kind(path, "parcels") == DiskEntryKind.Absent
        && Path.GetDirectoryName(path) is { } parent
        && Path.GetFileName(parent) is FileStoreSource.InvoicesName
        && Path.GetDirectoryName(parent) is { } store
        && Kind(store, "parcels") == DiskEntryKind.Folder;

    private static BindleSourceException EntryOfStore(string path) => new(
        path,
        $"{MessageText.Line(path)} is one invoice within a Bindle store. Give the store, "
        + $"{MessageText.Line(Path.GetDirectoryName(Path.GetDirectoryName(path))!)}, and the bindle's id.");

    private static string Explain(string path)
    {
        var shown = MessageText.Line(path);
        if (Kind(path, "conf") == DiskEntryKind.File && Kind(path, "db") == DiskEntryKind.File)
        {
            return $"{shown} is an embedded Bindle database (sled), which only bindle-server reads. Start "
                + "bindle-server with -e on a "
                + "copy of it and get the bindles over HTTP; yanked bindles give no parcels that way.";
        }

        if (Kind(path, FileStoreSource.InvoicesName) == DiskEntryKind.Link)
        {
            return $"invoices in {shown} is a symbolic link; links inside a store are not followed. Give a copy "
                + "made with cp -rL.";
        }

        if (Kind(path, "_INVOICES") == DiskEntryKind.Folder)
        {
            return $"{shown} is a module cache of Wagi, which does not hold whole bindles. Give the Bindle store "
                + "they came from.";
        }

        return ExplainIncomplete(path, shown);
    }

    private static string ExplainIncomplete(string path, string shown)
    {
        if (Kind(path, "parcels") == DiskEntryKind.Folder)
        {
            return $"{shown} holds parcels, but neither invoice.toml nor a folder invoices, so nothing says what "
                + "they belong to. "
                + "Restore the invoices beside them.";
        }

        return Kind(path, InvoiceFile.PartName) == DiskEntryKind.File
            ? $"{shown} holds only {InvoiceFile.PartName}, a bindle whose creation never finished. Get the bindle "
                + "again."
            : $"{shown} is not a bindle: there is neither invoice.toml (a standalone bindle) nor a folder invoices "
                + "(a Bindle store) in it.";
    }
}
