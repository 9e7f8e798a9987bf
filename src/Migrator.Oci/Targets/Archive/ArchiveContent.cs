using System.Formats.Tar;
using Migrator.Oci.Model;
using Microsoft.Win32.SafeHandles;

namespace Migrator.Oci.Targets.Archive;

/// <summary>An archive as it was when it was opened: stays readable when another file takes its name.</summary>
internal sealed class ArchiveContent : IDisposable
{
    /// <summary>The name of the index in the archive.</summary>
    public const string IndexName = "index.json";

    /// <summary>The name of the file that says that this is a layout.</summary>
    public const string MarkerName = "oci-layout";

    private readonly SafeFileHandle _file;
    private readonly SortedDictionary<string, (long Start, long Length)> _files = new(StringComparer.Ordinal);

    private ArchiveContent(SafeFileHandle file) => _file = file;

    /// <summary>The names of the files in it, ordinal.</summary>
    public IEnumerable<string> Names => _files.Keys;

    /// <summary>Its index.</summary>
    public IndexDocument Index { get; private set; } = IndexDocument.Empty;

    /// <summary>Where a blob is in an archive.</summary>
    public static string BlobName(Digest digest) => $"blobs/sha256/{digest.Hex}";

    /// <summary>Opens an archive and reads its directory and index, not its blobs.</summary>
    /// <exception cref="InvalidDataException">The file is no tar with an image layout in it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ArchiveContent Read(string path)
    {
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new ArchiveContent(handle);
        try
        {
            content.ReadDirectory();
            content.Index = content.ReadIndex();
            return content;
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    public long? LengthOrNull(string name) => _files.TryGetValue(name, out var place) ? place.Length : null;

    public Stream? OpenOrNull(string name) =>
        _files.TryGetValue(name, out var place) ? new FileSlice(_file, place.Start, place.Length) : null;

    public void Dispose() => _file.Dispose();

    private void ReadDirectory()
    {
        RefuseCompressed();
        using var whole = new SeekableFile(_file);
        using var tar = new TarReader(whole, leaveOpen: true);
        while (Next(tar) is { } entry)
        {
            Add(entry);
        }

        if (!_files.ContainsKey(MarkerName) || !_files.ContainsKey(IndexName))
        {
            throw new InvalidDataException($"it has no {MarkerName} and {IndexName}");
        }
    }

    private static TarEntry? Next(TarReader tar)
    {
        try
        {
            return tar.GetNextEntry(copyData: false);
        }
        catch (Exception broken) when (broken is FormatException or ArgumentException or NotSupportedException
            or InvalidOperationException or ArithmeticException or EndOfStreamException)
        {
            throw new InvalidDataException("its tar structure is damaged or cut short", broken);
        }
    }

    // The last of several files with one name counts, as for every tar reader.
    private void Add(TarEntry entry)
    {
        var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
        if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
        {
            if (entry.Length > RandomAccess.GetLength(_file) - entry.DataOffset)
            {
                throw new InvalidDataException($"it is cut short in {name}");
            }

            _files[name] = (entry.DataOffset, entry.Length);
        }
        else if (entry.EntryType is TarEntryType.SymbolicLink or TarEntryType.HardLink)
        {
            throw new InvalidDataException($"{name} is a link, which is not followed");
        }
    }

    private IndexDocument ReadIndex()
    {
        var length = LengthOrNull(IndexName)!.Value;
        if (length > IndexDocument.MaxBytes)
        {
            throw new InvalidDataException(
                $"its {IndexName} has {length} bytes; at most {IndexDocument.MaxBytes} are read");
        }

        var bytes = new byte[length];
        OpenOrNull(IndexName)!.ReadExactly(bytes);
        try
        {
            return IndexDocument.Parse(bytes);
        }
        catch (ManifestFormatException broken)
        {
            throw new InvalidDataException(broken.Message.TrimEnd('.'), broken);
        }
    }

    private void RefuseCompressed()
    {
        Span<byte> magic = stackalloc byte[2];
        if (RandomAccess.Read(_file, magic, 0) == 2 && magic is [0x1F, 0x8B])
        {
            throw new InvalidDataException("it is compressed; decompress it first (gunzip)");
        }
    }
}
