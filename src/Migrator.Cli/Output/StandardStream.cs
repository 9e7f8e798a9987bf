namespace Migrator.Cli.Output;

/// <summary>
/// Standard output or standard error as the process got it: perhaps closed, perhaps on a full disk. One that cannot be
/// written fails with <see cref="OutputException"/> where a result would be lost, and is silent where there is nobody
/// left to tell. A pipe whose reader has left is silent too; the console's stream sees to that.
/// </summary>
internal sealed class StandardStream(Stream? inner, bool losesResults) : Stream
{
    private bool _hasFailed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException("A standard stream has no length.");

    public override long Position
    {
        get => throw new NotSupportedException("A standard stream has no position.");
        set => throw new NotSupportedException("A standard stream has no position.");
    }

    /// <summary>Opens a standard stream; that it is closed is said when something is written.</summary>
    public static StandardStream Open(Func<Stream> open, bool losesResults)
    {
        try
        {
            return new StandardStream(open(), losesResults);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return new StandardStream(null, losesResults);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_hasFailed)
        {
            return;
        }

        try
        {
            (inner ?? throw new IOException("It is closed")).Write(buffer);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Access is denied, says the system, to a descriptor that is closed or was opened to read.
            _hasFailed = true;
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
