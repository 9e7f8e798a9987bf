using Microsoft.Win32.SafeHandles;

namespace Migrator.Bindle.Sources.Disk;

/// <summary>A file of the disk, to be read; asynchronous reads are done at once, on the caller's thread.</summary>
/// <remarks>
/// No system that .NET runs on reads files asynchronously worth the name: a file stream hands every read to another
/// thread and waits for it. For a large parcel that is thousands of detours, which on a busy machine take longer than
/// the reading.
/// </remarks>
internal sealed class LocalFileStream : Stream
{
    private readonly SafeFileHandle _file;

    /// <summary>Opens a file; what others do to it meanwhile is allowed.</summary>
    public LocalFileStream(string path) => _file = File.OpenHandle(
        path,
        FileMode.Open,
        FileAccess.Read,
        FileShare.ReadWrite | FileShare.Delete,
        FileOptions.SequentialScan);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => RandomAccess.GetLength(_file);

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = RandomAccess.Read(_file, buffer, Position);
        Position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _file.Dispose();
        base.Dispose(disposing);
    }
}
