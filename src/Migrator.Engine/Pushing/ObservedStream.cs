namespace Migrator.Engine.Pushing;

/// <summary>A parcel's stream on its way to the target: counts what passes, and keeps the first bytes.</summary>
internal sealed class ObservedStream(Stream inner, Action<int> onRead) : Stream
{
    private readonly byte[] _head = new byte[HeadLength];
    private int _headLength;

    /// <summary>How many of the first bytes are kept.</summary>
    public const int HeadLength = 4;

    /// <summary>The first bytes, as many as were read, at most <see cref="HeadLength"/>.</summary>
    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _headLength);

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

    public override int Read(Span<byte> buffer) => Note(buffer, inner.Read(buffer));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Note(buffer.Span, read);
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
        }

        base.Dispose(disposing);
    }

    private int Note(ReadOnlySpan<byte> buffer, int read)
    {
        var wanted = Math.Min(HeadLength - _headLength, read);
        if (wanted > 0)
        {
            buffer[..wanted].CopyTo(_head.AsSpan(_headLength));
            _headLength += wanted;
        }

        onRead(read);
        return read;
    }
}
