namespace Migrator.Oci.Targets.Files;

/// <summary>Reads files that another writer may replace or remove at the same time.</summary>
internal static class SharedFile
{
    private const FileShare WithAll = FileShare.ReadWrite | FileShare.Delete;

    /// <summary>Opens a file; null when it is not there.</summary>
    public static FileStream? OpenOrNull(string path)
    {
        try
        {
            return new FileStream(
                path, FileMode.Open, FileAccess.Read, WithAll, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Reads a small file whole.</summary>
    /// <exception cref="IOException">It is not there, or has more bytes than allowed.</exception>
    public static byte[] ReadAll(string path, int maxBytes)
    {
        using var file = OpenOrNull(path) ?? throw new FileNotFoundException($"{path} is not there", path);
        if (file.Length > maxBytes)
        {
            throw new IOException($"{path} has {file.Length} bytes; at most {maxBytes} are read");
        }

        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The length of a file; null when it is not there.</summary>
    public static long? LengthOrNull(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : null;
}
