using System.Security.Cryptography;

namespace Migrator.Benchmarks;

/// <summary>
/// The least that any honest writer must do: each file is read once, hashed on the way, written to a temporary file,
/// flushed to the disk, and renamed to its digest.
/// </summary>
internal static class CopyLoop
{
    private const int BufferSize = 256 << 10;

    public static int Run(string source, string target)
    {
        Directory.CreateDirectory(target);
        var buffer = new byte[BufferSize];
        foreach (var path in Directory.EnumerateFiles(source, "*.dat", SearchOption.AllDirectories))
        {
            Copy(path, target, buffer);
        }

        return 0;
    }

    private static void Copy(string path, string target, byte[] buffer)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var temporary = Path.Combine(target, "temporary");
        using (var input = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0))
        using (var output = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            for (var read = input.Read(buffer); read > 0; read = input.Read(buffer))
            {
                hash.AppendData(buffer, 0, read);
                output.Write(buffer, 0, read);
            }

            output.Flush(flushToDisk: true);
        }

        File.Move(temporary, Path.Combine(target, Convert.ToHexStringLower(hash.GetHashAndReset())));
    }
}
