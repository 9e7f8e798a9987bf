using System.Runtime.InteropServices;

namespace Migrator.Shared;

/// <summary>
/// Makes the names in a folder durable, so that a file that was renamed into it is there after a power cut.
/// </summary>
/// <remarks>
/// The base class library opens no folder, so on Unix the C library is called. Windows has no such call and journals
/// names by itself. Folders of file systems that know no syncing, and folders that may be written and not read, are
/// left as they are; every other failure is an error, for then the disk has lost what it was given.
/// </remarks>
internal static partial class FolderSync
{
    private const int ReadOnly = 0;

    // EACCES, EINVAL; ENOTSUP and EOPNOTSUPP, which are 95 on Linux, 45 and 102 on macOS.
    private static readonly int[] Unable = [13, 22, 45, 95, 102];

    /// <summary>Makes a folder with the parents that it lacks, each one's name durable.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public static void Create(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        var parent = Path.GetDirectoryName(folder);
        if (parent is not null)
        {
            Create(parent);
        }

        Directory.CreateDirectory(folder);
        if (parent is not null)
        {
            Sync(parent);
        }
    }

    /// <summary>Syncs a folder.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            Require(folder, Marshal.GetLastPInvokeError());
            return;
        }

        var error = Sync(descriptor) == 0 ? 0 : Marshal.GetLastPInvokeError();
        if (Close(descriptor) != 0 && error == 0)
        {
            error = Marshal.GetLastPInvokeError();
        }

        Require(folder, error);
    }

    private static void Require(string folder, int error)
    {
        if (error != 0 && !Unable.Contains(error))
        {
            throw new IOException($"{folder} cannot be synced to disk: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
