using Microsoft.Win32.SafeHandles;
using Migrator.Shared;

namespace Migrator.Bindle.Sources.Archive;

/// <summary>Reads a part of a spool from its start; many may read one spool at once.</summary>
/// <param name="file">The spool's file, which stays open.</param>
/// <param name="slice">The part.</param>
internal sealed class SpoolStream(SafeFileHandle file, SpoolSlice slice) : ForwardStream
{
    private long _position;

    /// <inheritdoc/>
    public override long Length => slice.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var read = RandomAccess.Read(file, buffer[..Wanted(buffer.Length)], slice.Offset + _position);
        _position += read;
        return read;
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await RandomAccess.ReadAsync(
            file, buffer[..Wanted(buffer.Length)], slice.Offset + _position, cancellationToken).ConfigureAwait(false);
        _position += read;
        return read;
    }

    private int Wanted(int length) => (int)Math.Min(length, slice.Length - _position);
}
