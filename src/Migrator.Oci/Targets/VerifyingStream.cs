using System.Security.Cryptography;
using Migrator.Oci.Model;
using Migrator.Shared;

namespace Migrator.Oci.Targets;

/// <summary>
/// Hands on the bytes of a blob and fails where they stop being the descriptor's: at the last byte, which is not
/// handed on when the digest is wrong, or at the first byte too many.
/// </summary>
internal sealed class VerifyingStream(Stream inner, Descriptor expected, string target) : RelayStream(inner)
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _seen;
    private bool _verified;

    public override int Read(Span<byte> buffer)
    {
        var count = Inner.Read(buffer);
        Check(buffer[..count], ended: count == 0 && !buffer.IsEmpty);
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Check(buffer.Span[..count], ended: count == 0 && !buffer.IsEmpty);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
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
