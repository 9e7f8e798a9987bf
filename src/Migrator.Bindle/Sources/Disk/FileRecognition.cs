using Migrator.Bindle.Sources.Archive;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Disk;

/// <summary>Tells what a file is by its first bytes (spec/bindle.md 0.2; 10.5, row 100).</summary>
internal static class FileRecognition
{
    /// <summary>Passes gzip files and explains everything else.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>A task that ends when the file is known to begin as gzip.</returns>
    /// <exception cref="BindleSourceException">It is another kind of file; the message says what to do.</exception>
    public static async Task RequireGzipAsync(string path, CancellationToken cancellationToken)
    {
        var head = new byte[TarHeader.BlockSize];
        var stream = DiskEntry.Look(path).Open(path);
        await using (stream.ConfigureAwait(false))
        {
            var read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            if (Explain(head.AsSpan(0, read), path) is { } explanation)
            {
                throw new BindleSourceException(path, explanation);
            }
        }
    }

    private static string? Explain(ReadOnlySpan<byte> head, string path)
    {
        var shown = MessageText.Line(path);
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
        {
            return null;
        }

        if (head.StartsWith("BINDL001"u8))
        {
            return $"{shown} is an archive of the unrelated 'bindle-file' program (BINDL001), not a bindle of "
                + "DeisLabs or Fermyon. "
                + "It cannot be migrated.";
        }

        if (TarHeader.IsTar(head))
        {
            return $"{shown} is a tar archive that is not compressed; a standalone bindle is a .tar.gz. Compress it "
                + "with gzip.";
        }

        if (Path.GetFileName(path) is InvoiceFile.Name)
        {
            return $"{shown} is an invoice alone. Give the folder that holds it: "
                + $"{MessageText.Line(Path.GetDirectoryName(path)!)}.";
        }

        return head.IsEmpty
            ? $"{shown} is empty or not a regular file, so it is not a bindle. Give a folder or a .tar.gz."
            : $"{shown} is not a bindle: it is neither a folder nor a gzip file. Give a folder or a .tar.gz.";
    }
}
