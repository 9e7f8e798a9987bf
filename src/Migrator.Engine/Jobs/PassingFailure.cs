namespace Migrator.Engine.Jobs;

/// <summary>
/// Tells failures of a disk that may pass, so that running again makes sense, from those that stay: a path through a
/// file, a read-only file system, a folder where a file belongs.
/// </summary>
internal static class PassingFailure
{
    // errno(3) on Linux: EINTR, EIO, EAGAIN, ENOMEM, EBUSY, ENFILE, EMFILE, ETXTBSY, EFBIG, ENOSPC, ETIMEDOUT, ESTALE,
    // EDQUOT. On Windows: sharing and lock violations, disk full, bad network path.
    private static readonly HashSet<int> Passing =
    [
        4, 5, 11, 12, 16, 23, 24, 26, 27, 28, 110, 116, 122,
        unchecked((int)0x80070020), unchecked((int)0x80070021), unchecked((int)0x80070070),
        unchecked((int)0x80070027), unchecked((int)0x80070035),
    ];

    /// <summary>Whether a failure may pass.</summary>
    public static bool Is(Exception? failure) => failure switch
    {
        TimeoutException => true,
        FileNotFoundException or DirectoryNotFoundException or PathTooLongException or EndOfStreamException => false,
        // Without a number of the system it is one of our own, such as a lock that another keeps.
        IOException io => Passing.Contains(io.HResult) || io.HResult == new IOException().HResult,
        _ => false,
    };
}
