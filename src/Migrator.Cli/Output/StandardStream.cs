namespace Migrator.Cli.Output;

/// <summary>
/// Standard output or standard error as the process got it: perhaps closed, perhaps on a full disk. A stream that is
/// closed takes everything and keeps nothing, as a closed pipe does. One that cannot be written otherwise fails with
/// <see cref="OutputException"/> where a result would be lost, and is silent where there is nobody left to tell.
/// </summary>
internal sealed class StandardStream(Stream inner, bool losesResults) : Stream
{
    private bool _isClosed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException("A standard stream has no length.");

    public override long Position
    {
        get => throw new NotSupportedException("A standard stream has no position.");
        set => throw new NotSupportedException("A standard stream has no position.");
    }

    /// <summary>Opens a standard stream; one that is closed is nothing's stream.</summary>
    public static StandardStream Open(Func<Stream> open, bool losesResults)
    {
        try
        {
            return new StandardStream(open(), losesResults);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return new StandardStream(Null, losesResults);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_isClosed)
        {
            return;
        }

        try
        {
            inner.Write(buffer);
        }
        catch (UnauthorizedAccessException)
        {
            // What the system says of a descriptor that is closed or was opened to read.
            _isClosed = true;
        }
        catch (IOException failure)
        {
            _isClosed = true;
            if (losesResults)
            {
                throw new OutputException(failure);
            }
        }
    }

    public override void Flush()
    {
        // Every write goes to the system at once.
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A standard stream is only written.");

    public override long Seek(long offset, SeekOrigin origin) =>
        throw new NotSupportedException("A standard stream has no position.");

    public override void SetLength(long value) => throw new NotSupportedException("A standard stream has no length.");
}
