namespace Migrator.Testing.Registries;

/// <summary>Passes everything on; faults override what they spoil.</summary>
internal abstract class PassingStream(Stream inner) : Stream
{
    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    protected Stream Inner => inner;

    public override void Flush() => throw new NotSupportedException("Faults are asynchronous.");

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Faults are asynchronous.");

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Faults are asynchronous.");

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}

/// <summary>Counts what is read.</summary>
internal sealed class CountingStream(Stream inner, RecordedRequest recorded) : PassingStream(inner)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await Inner.ReadAsync(buffer, cancellationToken);
        recorded.BodyBytes += read;
        return read;
    }
}

/// <summary>Stands still after so many bytes are read, until a gate opens or the client hangs up.</summary>
internal sealed class HeldStream(Stream inner, long bytes, FaultGate gate, CancellationToken aborted)
    : PassingStream(inner)
{
    private long _left = bytes;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left == 0)
        {
            await gate.WaitAsync(aborted);
            _left = long.MaxValue;
        }

        var read = await Inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
        _left -= read;
        return read;
    }
}

/// <summary>Breaks after so many bytes, read or written.</summary>
internal sealed class CutStream(Stream inner, long bytes) : PassingStream(inner)
{
    private long _left = bytes;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left == 0)
        {
            throw new ConnectionCutException();
        }

        var read = await Inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
        _left -= read;
        return read;
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default)
    {
        var part = buffer[..(int)Math.Min(buffer.Length, _left)];
        await Inner.WriteAsync(part, cancellationToken);
        _left -= part.Length;
        if (part.Length < buffer.Length)
        {
            await Inner.FlushAsync(cancellationToken);
            throw new ConnectionCutException { Softly = true };
        }
    }
}

/// <summary>Ends after so many bytes read.</summary>
internal sealed class LimitedStream(Stream inner, long bytes) : PassingStream(inner)
{
    private long _left = bytes;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await Inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
        _left -= read;
        return read;
    }
}

/// <summary>Changes the first byte written.</summary>
internal sealed class FlipStream(Stream inner) : PassingStream(inner)
{
    private bool _done;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_done || buffer.IsEmpty)
        {
            return Inner.WriteAsync(buffer, cancellationToken);
        }

        _done = true;
        var copy = buffer.ToArray();
        copy[0] ^= 1;
        return Inner.WriteAsync(copy, cancellationToken);
    }
}

/// <summary>Writes byte by byte.</summary>
internal sealed class DripStream(Stream inner, TimeSpan between) : PassingStream(inner)
{
    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default)
    {
        for (var at = 0; at < buffer.Length; at++)
        {
            await Inner.WriteAsync(buffer.Slice(at, 1), cancellationToken);
            await Inner.FlushAsync(cancellationToken);
            await Task.Delay(between, cancellationToken);
        }
    }
}
