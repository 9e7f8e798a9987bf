using System.Runtime.InteropServices;

namespace Migrator.Oci.Targets.Files;

/// <summary>
/// Makes the names in a folder durable, so that a file that was renamed into it is there after a power cut.
/// </summary>
/// <remarks>
/// The base class library opens no folder, so on Unix the C library is called. Windows has no such call and journals
/// names by itself. A file system that refuses to sync a folder is left as it is: the file's own bytes are synced in
/// any case.
/// </remarks>
internal static partial class FolderSync
{
    private const int ReadOnly = 0;

    /// <summary>Syncs a folder.</summary>
    /// <returns>Whether the system did it.</returns>
    public static bool TrySync(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            return false;
        }

        var synced = Sync(descriptor) == 0;
        return Close(descriptor) == 0 && synced;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
