namespace Migrator.Bindle.Tests.Sources.Server;

/// <summary>A body as the network gives it: forward only, and perhaps cut off at its end.</summary>
internal sealed class BrokenStream(byte[] bytes, bool isBroken) : Stream
{
    private readonly MemoryStream _bytes = new(bytes);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = _bytes.Read(buffer, offset, Math.Min(count, 700));
        return read == 0 && count > 0 && isBroken
            ? throw new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.")
            : read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
