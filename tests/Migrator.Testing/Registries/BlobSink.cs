using System.Security.Cryptography;

namespace Migrator.Testing.Registries;

/// <summary>
/// Takes a blob's bytes as they come: hashes them, keeps few in memory, more in a file, and very many nowhere.
/// </summary>
internal sealed class BlobSink(string file, long keepAtMost) : IDisposable
{
    private const int MemoryLimit = 256 * 1024;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Stream? _kept = new MemoryStream();

    internal long Length { get; private set; }

    public void Dispose()
    {
        _hash.Dispose();
        _kept?.Dispose();
    }

    internal void Append(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        Length += bytes.Length;
        if (Length > keepAtMost)
        {
            Drop();
        }
        else if (Length > MemoryLimit && _kept is MemoryStream memory)
        {
            _kept = File.Create(file);
            memory.WriteTo(_kept);
        }

        _kept?.Write(bytes);
    }

    internal StoredBlob Finish()
    {
        var digest = "sha256:" + Convert.ToHexStringLower(_hash.GetCurrentHash());
        if (_kept is MemoryStream memory)
        {
            var bytes = memory.ToArray();
            return new StoredBlob(digest, Length, () => new MemoryStream(bytes, writable: false));
        }

        _kept?.Flush();
        return new StoredBlob(digest, Length, _kept is null ? null : () => File.OpenRead(file));
    }

    private void Drop()
    {
        _kept?.Dispose();
        _kept = null;
        File.Delete(file);
    }
}
