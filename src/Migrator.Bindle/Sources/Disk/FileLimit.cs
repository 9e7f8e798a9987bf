namespace Migrator.Bindle.Sources.Disk;

/// <summary>Writes that a limit on the length of files stops (<c>ulimit -f</c>, or the file system's own).</summary>
internal static class FileLimit
{
    // EFBIG on Linux and macOS.
    private const int TooLarge = 27;

    /// <summary>Does a write; the runtime says ArgumentOutOfRangeException of a file that may not grow.</summary>
    /// <exception cref="IOException">The file may not become that long, or the disk fails.</exception>
    public static async ValueTask WithinAsync(Func<ValueTask> write)
    {
        try
        {
            await write().ConfigureAwait(false);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new IOException("A file may not become that long here; look at ulimit -f and the disk.", TooLarge);
        }
    }
}
