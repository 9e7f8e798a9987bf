using Microsoft.Extensions.Time.Testing;

namespace Migrator.Engine.Tests.Resilience;

/// <summary>
/// Bytes that come one or a few at a time. Each time a while passes on a clock, which may be too long for the reader.
/// </summary>
internal sealed class DrippingStream(byte[] bytes, int atATime, TimeSpan between, FakeTimeProvider clock)
    : Stream
{
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        clock.Advance(between);
        cancellationToken.ThrowIfCancellationRequested();
        var part = bytes.AsMemory(_position, Math.Min(atATime, bytes.Length - _position));
        part.CopyTo(buffer);
        _position += part.Length;
        return part.Length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
