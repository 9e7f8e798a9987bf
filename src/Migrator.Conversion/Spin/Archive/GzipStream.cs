using System.Buffers.Binary;
using ICSharpCode.SharpZipLib.Checksum;
using ICSharpCode.SharpZipLib.Zip.Compression;

namespace Migrator.Conversion.Spin.Archive;

/// <summary>
/// Another stream as gzip, made while it is read. The same bytes on every machine: no time, no name, and a compressor
/// of managed code, because the platform's own differs between its builds.
/// </summary>
internal sealed class GzipStream : PullStream
{
    private const int BufferSize = 64 * 1024;
    private const int Level = 6;

    // Magic, deflate, no flags, no time, no extra flags, system unknown (RFC 1952).
    private static readonly byte[] Header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

    private readonly ReadAhead _plain;
    private readonly Deflater _deflater = new(Level, noZlibHeaderOrFooter: true);
    private readonly Crc32 _checksum = new();
    private readonly byte[] _output = new byte[BufferSize];
    private ReadOnlyMemory<byte> _ready = Header;
    private bool _trailerGiven;

    /// <summary>Makes the stream.</summary>
    /// <param name="plain">What is compressed; disposed with this stream.</param>
    public GzipStream(Stream plain) => _plain = new ReadAhead(plain);

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_ready.IsEmpty && !_trailerGiven)
        {
            if (_deflater.IsFinished)
            {
                _ready = Trailer();
                _trailerGiven = true;
            }
            else if (_deflater.IsNeedingInput)
            {
                await FeedAsync(cancellationToken).ConfigureAwait(false);
            }

            if (_ready.IsEmpty)
            {
                _ready = _output.AsMemory(0, _deflater.Deflate(_output, 0, _output.Length));
            }
        }

        var count = Math.Min(buffer.Length, _ready.Length);
        _ready[..count].CopyTo(buffer);
        _ready = _ready[count..];
        return count;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _plain.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // What is being read ends by itself, and then the stream is closed.
            _ = _plain.DisposeAsync().AsTask();
        }

        base.Dispose(disposing);
    }

    // Whole pieces, so that the compressor sees the same ones however the plain stream gives its bytes.
    private async ValueTask FeedAsync(CancellationToken cancellationToken)
    {
        var piece = await _plain.NextAsync(cancellationToken).ConfigureAwait(false);
        if (piece.Count == 0)
        {
            _deflater.Finish();
            return;
        }

        _checksum.Update(piece);
        _deflater.SetInput(piece.Array!, piece.Offset, piece.Count);
    }

    private byte[] Trailer()
    {
        var trailer = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, (uint)_checksum.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(4), (uint)_deflater.TotalIn);
        return trailer;
    }
}
