using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Migrator.Shared;

namespace Migrator.Engine.Journal;

/// <summary>Which name of a journal's file counts: a lock beside any other name would keep nobody off.</summary>
internal static partial class JournalName
{
    private const int OfThisFolder = -100;
    private const uint NumberOfNames = 4;
    private const int NamesAt = 16;
    private const uint NumberOfFile = 0x100;
    private const int FileAt = 32;
    private const int DeviceAt = 136;
    private const int StatusBytes = 256;

    /// <summary>The path without symbolic links, as SQLite names the log beside it.</summary>
    /// <param name="path">Any path; the file need not be there.</param>
    /// <exception cref="JournalException">The links of it lead nowhere.</exception>
    public static string Real(string path) => JournalFile.Guard(path, () => RealPath.Of(path));

    /// <summary>Fails when a file has hard links: SQLite would keep a log beside each name, and lose one.</summary>
    /// <exception cref="JournalException">It has several names.</exception>
    public static void RequireOnly(string path)
    {
        if (OperatingSystem.IsLinux() && CountOrZero(path) is > 1 and var names)
        {
            throw new JournalException(
                path,
                JournalFailure.Unfit,
                $"The journal '{path}' has {names} names (hard links), and a run by another name would not be seen. "
                + "Remove the other names, or run a copy.");
        }
    }

    /// <summary>Which file a path leads to: the same for all names of one file that is there, hard links too.</summary>
    /// <exception cref="JournalException">The links of it lead nowhere.</exception>
    public static string FileOf(string path)
    {
        var real = Real(path);
        return OperatingSystem.IsLinux() && StatusOrNull(real, NumberOfFile) is { } status
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{BinaryPrimitives.ReadUInt64LittleEndian(status.AsSpan(DeviceAt))} "
                + $"{BinaryPrimitives.ReadUInt64LittleEndian(status.AsSpan(FileAt))}")
            : real;
    }

    private static uint CountOrZero(string path) => StatusOrNull(path, NumberOfNames) is { } status
        ? BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(NamesAt))
        : 0;

    // The base class library does not tell. The layout of statx is the same on every processor; what is old has none.
    private static byte[]? StatusOrNull(string path, uint wanted)
    {
        try
        {
            var status = new byte[StatusBytes];
            return Status(OfThisFolder, path, 0, wanted, ref status[0]) == 0 ? status : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Status(int folder, string path, int flags, uint wanted, ref byte status);
}
