using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Migrator.Oci.Model;

namespace Migrator.Oci.Targets.Registry.Uploads;

/// <summary>
/// The bytes of a blob, given out in ranges. They are hashed from the first on, and the last piece is given out only
/// when all of them are the descriptor's.
/// </summary>
internal sealed class BlobSource(Descriptor blob, BlobOpener open, string target) : IAsyncDisposable
{
    private const int BufferBytes = 128 * 1024;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Stream? _stream;
    private long _position;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Throws what the source itself failed with; what the wire made of it does not matter then.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    /// <summary>Copies a range. One that does not follow on the last one makes the source begin again.</summary>
    public async Task CopyAsync(Stream destination, long from, long count, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(count, 1, BufferBytes));
        try
        {
            await MoveToAsync(from, buffer, cancellationToken).ConfigureAwait(false);
            for (var left = count; left > 0;)
            {
                var got = await TakeAsync(buffer, left, cancellationToken).ConfigureAwait(false);
                left -= got;
                await destination.WriteAsync(buffer.AsMemory(0, got), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        if (_stream is not null)
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task MoveToAsync(long from, byte[] buffer, CancellationToken cancellationToken)
    {
        if (_stream is null || _position != from)
        {
            await BeginAsync(cancellationToken).ConfigureAwait(false);
        }

        // What was sent before is read once more, so that the hash is that of one reading.
        while (_position < from)
        {
            await TakeAsync(buffer, from - _position, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (_stream is { } old)
        {
            _stream = null;
            await old.DisposeAsync().ConfigureAwait(false);
        }

        _hash.GetHashAndReset();
        _position = 0;
        _stream = await GuardAsync(stop => open(stop), cancellationToken).ConfigureAwait(false);
        if (blob.Size == 0)
        {
            await RequireEndAsync(new byte[1], cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<int> TakeAsync(byte[] buffer, long most, CancellationToken cancellationToken)
    {
        var room = buffer.AsMemory(0, (int)Math.Min(buffer.Length, most));
        var got = await ReadAsync(room, cancellationToken).ConfigureAwait(false);
        if (got == 0)
        {
            throw Mismatch(Digest.FromHash(_hash.GetCurrentHash()), _position);
        }

        _hash.AppendData(room.Span[..got]);
        _position += got;
        if (_position == blob.Size)
        {
            await RequireEndAsync(new byte[1], cancellationToken).ConfigureAwait(false);
        }

        return got;
    }

    private async ValueTask RequireEndAsync(byte[] next, CancellationToken cancellationToken)
    {
        if (await ReadAsync(next, cancellationToken).ConfigureAwait(false) > 0)
        {
            throw Mismatch(digest: null, _position + 1);
        }

        if (Digest.FromHash(_hash.GetCurrentHash()) is var digest && digest != blob.Digest)
        {
            throw Mismatch(digest, _position);
        }
    }

    private ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        GuardAsync(stop => _stream!.ReadAsync(buffer, stop), cancellationToken);

    private async ValueTask<T> GuardAsync<T>(
        Func<CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            _failure ??= ExceptionDispatchInfo.Capture(failure);
            throw;
        }
    }

    private BlobMismatchException Mismatch(Digest? digest, long size)
    {
        var mismatch = new BlobMismatchException(target, blob, digest, size);
        _failure ??= ExceptionDispatchInfo.Capture(mismatch);
        return mismatch;
    }
}
