using System.Text;
using Migrator.Shared;

namespace Migrator.Cli.Commands.Batches;

/// <summary>
/// The file of a report: it gets its name when it is whole and on the disk, so that a full disk takes no former report.
/// Pipes, devices and what the process has open are written as they are.
/// </summary>
internal static class ReportFile
{
    private static readonly string[] OpenAlready = ["/dev/fd/", "/dev/stdout", "/dev/stderr", "/proc/", @"\\.\"];

    /// <summary>Writes it; a link stays, and what it leads to is replaced.</summary>
    /// <param name="file">The file.</param>
    /// <param name="write">Writes the report.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string file, Action<TextWriter> write)
    {
        var path = RealPath.Of(file);
        if (IsWrittenAsItIs(Path.GetFullPath(file)) || IsWrittenAsItIs(path))
        {
            using var output = TextOf(new FileStream(file, FileMode.Create, FileAccess.Write));
            write(output);
            return;
        }

        var folder = Path.GetDirectoryName(path);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"there is no folder '{folder}'");
        }

        Replace(path, write);
    }

    private static void Replace(string path, Action<TextWriter> write)
    {
        var staged = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var file = new FileStream(staged, OptionsFor(path)))
            using (var output = TextOf(file))
            {
                write(output);
                output.Flush();
                file.Flush(flushToDisk: true);
            }

            File.Move(staged, path, overwrite: true);
        }
        catch (ArgumentOutOfRangeException failure) when (failure.ParamName is "value")
        {
            // The runtime's word for a file that may not grow (EFBIG).
            throw new IOException("a file may not become that long here; look at ulimit -f and the disk", failure);
        }
        finally
        {
            File.Delete(staged);
        }
    }

    // Who could not read the former report cannot read this one.
    private static FileStreamOptions OptionsFor(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows() && File.Exists(path))
        {
            options.UnixCreateMode = File.GetUnixFileMode(path);
        }

        return options;
    }

    private static StreamWriter TextOf(FileStream file) => new(file, new UTF8Encoding(false)) { NewLine = "\n" };

    private static bool IsWrittenAsItIs(string path) =>
        OpenAlready.Any(start => path.StartsWith(start, StringComparison.Ordinal))
        || (new FileInfo(path) is { Exists: true, Length: 0 } && SpecialFile.IsOne(path));
}
