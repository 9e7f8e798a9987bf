using Microsoft.Win32.SafeHandles;

namespace Migrator.Oci.Targets.Files;

/// <summary>
/// A lock that a file stands for: held by one open handle in all processes, let go when its holder dies.
/// </summary>
/// <remarks>
/// The file is removed with the lock. So a second one may have opened the file just before it was removed, and would
/// then hold a lock that nobody else sees. Therefore the lock counts only when the path still leads to the file that
/// is held: a time is set through the handle and must be seen through the path. Works where the file system knows
/// locks; most network file systems do.
/// </remarks>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly SafeFileHandle _handle;
    private readonly string _path;

    private FileLock(SafeFileHandle handle, string path)
    {
        _handle = handle;
        _path = path;
    }

    /// <summary>Takes the lock, waiting for others.</summary>
    /// <exception cref="IOException">Another holder kept it for two minutes.</exception>
    public static async Task<FileLock> AcquireAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(1);
        for (var waited = TimeSpan.Zero; waited < Patience; waited += pause)
        {
            if (TryTake(path, FileMode.OpenOrCreate) is { } taken)
            {
                return taken;
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        throw new IOException(
            $"another writer has held {path} for {Patience.TotalMinutes} minutes; end it and try again");
    }

    /// <summary>Takes the lock when it is free.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">Whether the file must be there, must not, or may.</param>
    /// <returns>The lock, or null when another has it, or the file is not as the mode asks.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    public static FileLock? TryTake(string path, FileMode mode)
    {
        SafeFileHandle handle;
        try
        {
            var removal = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None;
            handle = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.None, removal);
        }
        catch (IOException taken) when (taken is FileNotFoundException || IsTaken(taken.HResult))
        {
            return null;
        }

        if (IsAt(path, handle))
        {
            return new FileLock(handle, path);
        }

        handle.Dispose();
        return null;
    }

    /// <summary>Removes the file and lets go.</summary>
    public void Dispose()
    {
        // In this order, so that nobody can lock the file between the two; Windows removes it by itself.
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(_path);
        }

        _handle.Dispose();
    }

    // Held by another: EAGAIN on Linux, EWOULDBLOCK on macOS, a sharing violation on Windows. There already: EEXIST.
    private static bool IsTaken(int code) =>
        code is 11 or 35 or 17 or unchecked((int)0x80070020) or unchecked((int)0x80070050);

    // Whole seconds, because some file systems keep no finer time.
    private static bool IsAt(string path, SafeFileHandle handle)
    {
        var mark = DateTime.UnixEpoch.AddSeconds(Random.Shared.NextInt64(1, int.MaxValue / 2) * 2);
        File.SetLastWriteTimeUtc(handle, mark);
        return File.GetLastWriteTimeUtc(path) == mark;
    }
}
