using Migrator.Shared;

namespace Migrator.Engine.Resilience.Pacing;

/// <summary>A stream whose bytes come and go no faster than allowed.</summary>
internal sealed class PacedStream(Stream inner, Bandwidth bandwidth) : ThroughStream(inner)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var piece = buffer[..Math.Min(buffer.Length, bandwidth.PieceBytes)];
        var read = await Inner.ReadAsync(piece, cancellationToken).ConfigureAwait(false);
        await bandwidth.WaitAsync(read, cancellationToken).ConfigureAwait(false);
        return read;
    }

    /// <summary>Reads without a pause: who cannot await is not held back, and its bytes count for the others.</summary>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = Inner.Read(buffer, offset, count);
        bandwidth.Count(read);
        return read;
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var piece = buffer[..Math.Min(buffer.Length, bandwidth.PieceBytes)];
            await bandwidth.WaitAsync(piece.Length, cancellationToken).ConfigureAwait(false);
            await Inner.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            buffer = buffer[piece.Length..];
        }
    }

    /// <summary>Writes without a pause, as reading does.</summary>
    public override void Write(byte[] buffer, int offset, int count)
    {
        Inner.Write(buffer, offset, count);
        bandwidth.Count(count);
    }
}
