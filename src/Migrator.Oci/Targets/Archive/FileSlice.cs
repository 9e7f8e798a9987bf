using Microsoft.Win32.SafeHandles;
using Migrator.Shared;

namespace Migrator.Oci.Targets.Archive;

/// <summary>A part of an open file, to read from its start to its end; several can be read at once.</summary>
internal sealed class FileSlice(SafeFileHandle file, long start, long length) : ForwardStream
{
    private long _position;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var part = buffer[..(int)Math.Min(buffer.Length, length - _position)];
        var count = RandomAccess.Read(file, part, start + _position);
        _position += count;
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var part = buffer[..(int)Math.Min(buffer.Length, length - _position)];
        var count = await RandomAccess.ReadAsync(file, part, start + _position, cancellationToken)
            .ConfigureAwait(false);
        _position += count;
        return count;
    }
}
