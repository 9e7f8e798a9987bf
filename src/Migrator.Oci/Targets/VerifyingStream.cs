using System.Security.Cryptography;
using Migrator.Oci.Model;

namespace Migrator.Oci.Targets;

/// <summary>
/// Hands on the bytes of a blob and fails where they stop being the descriptor's: at the last byte, which is not
/// handed on when the digest is wrong, or at the first byte too many.
/// </summary>
internal sealed class VerifyingStream(Stream inner, Descriptor expected, string target) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _seen;
    private bool _verified;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        Check(buffer[..count], ended: count == 0 && !buffer.IsEmpty);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Check(buffer.Span[..count], ended: count == 0 && !buffer.IsEmpty);
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Check(ReadOnlySpan<byte> bytes, bool ended)
    {
        _seen += bytes.Length;
        if (_seen > expected.Size)
        {
            throw new BlobMismatchException(target, expected, actualDigest: null, _seen);
        }

        _hash.AppendData(bytes);
        if (!_verified && (ended || _seen == expected.Size))
        {
            Verify();
        }
    }

    private void Verify()
    {
        var digest = Digest.FromHash(_hash.GetCurrentHash());
        if (digest != expected.Digest || _seen != expected.Size)
        {
            throw new BlobMismatchException(target, expected, digest, _seen);
        }

        _verified = true;
    }
}
