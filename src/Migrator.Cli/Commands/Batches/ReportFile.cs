using System.Text;
using Migrator.Shared;

namespace Migrator.Cli.Commands.Batches;

/// <summary>
/// The file of a report: it gets its name when it is whole and on the disk, so that a full disk takes no former report.
/// Where nothing can be made beside it, or moved to its name, it is made whole elsewhere and then written in place.
/// Pipes, devices and what the process has open are written as they are.
/// </summary>
internal static class ReportFile
{
    // Of Linux, macOS and BSD: the name is a mount point, or on another disk than its folder, or the folder's disk
    // takes no files; as where a container is given one file to write.
    private const int Busy = 16;
    private const int OtherDisk = 18;
    private const int ReadOnlyDisk = 30;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes it; a link stays, and what it leads to is replaced.</summary>
    /// <param name="file">The file.</param>
    /// <param name="tempFolder">Where it is made whole when that cannot be beside its place.</param>
    /// <param name="write">Writes the report; called again where the first place for it proves unfit.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string file, string tempFolder, Action<TextWriter> write)
    {
        if (OpenPlace.Of(file) is { } place)
        {
            OpenPlace.Write(place, stream => WriteText(stream, write));
            return;
        }

        var path = RealPath.Of(file);
        var folder = Path.GetDirectoryName(path);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"there is no folder '{folder}'");
        }

        try
        {
            if (!TryReplace(path, write))
            {
                WriteInPlace(path, tempFolder, write);
            }
        }
        catch (ArgumentOutOfRangeException failure) when (failure.ParamName is "value")
        {
            // The runtime's word for a file that may not grow (EFBIG).
            throw new IOException("a file may not become that long here; look at ulimit -f and the disk", failure);
        }
    }

    private static bool TryReplace(string path, Action<TextWriter> write)
    {
        var staged = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var file = CreateLike(path, staged))
            {
                WriteText(file, write);
                file.Flush(flushToDisk: true);
            }

            File.Move(staged, path, overwrite: true);
            return true;
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException
            or IOException { HResult: Busy or OtherDisk or ReadOnlyDisk })
        {
            return false;
        }
        finally
        {
            File.Delete(staged);
        }
    }

    // Who could not read the former report cannot read this one, at no time; who could, can.
    private static FileStream CreateLike(string path, string staged)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows() || !File.Exists(path))
        {
            return new FileStream(staged, options);
        }

        var mode = File.GetUnixFileMode(path);
        options.UnixCreateMode = mode;
        var file = new FileStream(staged, options);
        try
        {
            // The umask takes from it as a file is created.
            if (File.GetUnixFileMode(file.SafeFileHandle) != mode)
            {
                File.SetUnixFileMode(file.SafeFileHandle, mode);
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // Opened first, for it says by its own name what it is that may not be written.
    private static void WriteInPlace(string path, string tempFolder, Action<TextWriter> write)
    {
        using var place = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write);
        using var whole = MakeWhole(tempFolder, write);
        whole.Position = 0;
        place.SetLength(0);
        whole.CopyTo(place);
        place.Flush(flushToDisk: true);
    }

    private static FileStream MakeWhole(string folder, Action<TextWriter> write)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        FileStream? file = null;
        try
        {
            file = new FileStream(Path.Combine(folder, $"bindle2oci.{Path.GetRandomFileName()}.tmp"), options);
            WriteText(file, write);
            return file;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new IOException(
                "it can only be written in place, and is first made whole among temporary files, which fails; set "
                + $"TMPDIR to a folder that has room: {failure.Message}",
                failure);
        }
    }

    private static void WriteText(Stream stream, Action<TextWriter> write)
    {
        using var output = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        write(output);
    }
}
