using Migrator.Shared;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>
/// A stream that tells a watch of each piece that went through it. Between two pieces that are written the watch is
/// held: whoever writes waits for something else then.
/// </summary>
internal sealed class WatchedStream(Stream inner, StallWatch watch) : ThroughStream(inner)
{
    /// <summary>What broke the writing; null when nothing did.</summary>
    public IOException? Fault { get; private set; }

    /// <summary>How many bytes were given to be written, those of the piece that broke too.</summary>
    public long Given { get; private set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = Inner.Read(buffer, offset, count);
        watch.Moved();
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(watch.Token, cancellationToken);
        try
        {
            var read = await Inner.ReadAsync(buffer, stop.Token).ConfigureAwait(false);
            watch.Moved();
            return read;
        }
        catch (Exception cause) when (watch.HasStalled && !cancellationToken.IsCancellationRequested)
        {
            throw new IOException(watch.Fault(cause).Message, watch.Fault(cause));
        }
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        Given += count;
        watch.Moved();
        try
        {
            Inner.Write(buffer, offset, count);
        }
        catch (IOException cause)
        {
            Fault = cause;
            throw;
        }

        watch.Hold();
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Given += buffer.Length;
        watch.Moved();
        try
        {
            await Inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException cause)
        {
            Fault = cause;
            throw;
        }

        watch.Hold();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        watch.Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            watch.Dispose();
        }
    }
}
