using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Migrator.Shared;

namespace Migrator.Cli.Commands.Batches;

/// <summary>Places that are written as they are: pipes, devices, and what the process has open.</summary>
internal static class OpenPlace
{
    private static readonly string[] Descriptors = ["/dev/fd/", "/proc/self/fd/"];
    private static readonly string[] Starts = [.. Descriptors, "/dev/stdout", "/dev/stderr", "/proc/", @"\\.\"];

    /// <summary>The one that a path names, by itself or by links; null when it names none.</summary>
    /// <exception cref="IOException">Its links lead nowhere.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be looked at.</exception>
    public static string? Of(string file)
    {
        var path = Path.GetFullPath(file);
        var real = RealPath.Of(path);

        // Link by link, for what is open is itself a link, to a file that tells nothing of it.
        while (!IsOne(path))
        {
            if (new FileInfo(path).LinkTarget is not { } target)
            {
                return IsOne(real) ? real : null;
            }

            path = Path.GetFullPath(target, RealPath.Of(Path.GetDirectoryName(path)!));
        }

        return path;
    }

    /// <summary>Writes to it, behind what is there; what comes after goes on behind that.</summary>
    /// <param name="place">One of them.</param>
    /// <param name="write">Writes all there is.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string place, Action<Stream> write)
    {
        using var stream = Open(place);
        if (stream.CanSeek)
        {
            stream.Seek(0, SeekOrigin.End);
        }

        write(stream);

        // The framework counts where it is by itself; asked for the handle, it moves that there too.
        _ = stream.SafeFileHandle;
    }

    // To open a descriptor by its path once more would cut off and write over what the shell has put there.
    private static FileStream Open(string path) => DescriptorOf(path) is { } descriptor
        ? new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write)
        : new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);

    private static int? DescriptorOf(string path) => path switch
    {
        "/dev/stdout" => 1,
        "/dev/stderr" => 2,
        _ when Array.Find(Descriptors, start => path.StartsWith(start, StringComparison.Ordinal)) is { } start
            && int.TryParse(path.AsSpan(start.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            => number,
        _ => null,
    };

    private static bool IsOne(string path) =>
        Array.Exists(Starts, start => path.StartsWith(start, StringComparison.Ordinal))
        || (new FileInfo(path) is { Exists: true, Length: 0 } && SpecialFile.IsOne(path));
}
