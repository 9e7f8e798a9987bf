using System.Buffers.Binary;
using System.IO.Compression;

namespace Migrator.Bindle.Sources.Archive;

/// <summary>The unpacked bytes of a gzip file, in one pass, counted against the limits as they come.</summary>
internal sealed class InflatedBytes : IAsyncDisposable
{
    private const int SkipSize = 64 * 1024;
    private const int GzipLengthField = 4;
    private readonly Stream _packed;
    private readonly GZipStream _gzip;
    private readonly ArchiveLimits _limits;
    private byte[]? _skipBuffer;
    private long _count;

    /// <summary>Starts at the file's first byte.</summary>
    /// <param name="packed">The gzip file, seekable; disposed with this.</param>
    /// <param name="limits">The limits.</param>
    public InflatedBytes(Stream packed, ArchiveLimits limits)
    {
        _packed = packed;
        _limits = limits;
        _gzip = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
    }

    /// <summary>Reads what comes next.</summary>
    /// <param name="buffer">Where to; filled unless the end comes first.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The number of bytes read; less than asked for only at the end.</returns>
    /// <exception cref="ArchiveFault">A limit is passed, or the bytes are no gzip.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            var read = await _gzip.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            Count(read);
            return read;
        }
        catch (InvalidDataException failure)
        {
            throw new ArchiveFault(
                SourceFindings.ArchiveDamaged, "The archive is damaged: its gzip data cannot be unpacked. Copy or "
                    + "make it again.", failure);
        }
    }

    /// <summary>Passes over bytes.</summary>
    /// <param name="length">How many.</param>
    /// <param name="where">What they are, for the message.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArchiveFault">A limit is passed, the end comes before, or the bytes are no gzip.</exception>
    public async ValueTask SkipAsync(long length, string where, CancellationToken cancellationToken)
    {
        _skipBuffer ??= new byte[SkipSize];
        for (var left = length; left > 0;)
        {
            var wanted = (int)Math.Min(left, _skipBuffer.Length);
            if (await ReadAsync(_skipBuffer.AsMemory(0, wanted), cancellationToken).ConfigureAwait(false) < wanted)
            {
                throw ArchiveFault.Truncated(where);
            }

            left -= wanted;
        }
    }

    /// <summary>Reads to the end, where only zeros may be, and compares with the length that gzip wrote down.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArchiveFault">Other bytes follow, inside or behind, or the end is missing.</exception>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        _skipBuffer ??= new byte[SkipSize];
        int read;
        do
        {
            read = await ReadAsync(_skipBuffer, cancellationToken).ConfigureAwait(false);
            if (_skipBuffer.AsSpan(0, read).ContainsAnyExcept((byte)0))
            {
                throw new ArchiveFault(
                    SourceFindings.TrailingData, "Data follows the end of the tar archive. Make the archive again "
                        + "without it.");
            }
        }
        while (read > 0);

        // GZipStream minds neither a missing trailer nor what follows one, and joins members: the last bytes tell.
        if (await ReadLastFieldAsync(cancellationToken).ConfigureAwait(false) != (uint)_count)
        {
            throw new ArchiveFault(
                SourceFindings.TrailingData,
                "The file does not end where its gzip data ends: it is cut off, or something follows. Copy or make "
                    + "it again.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _gzip.DisposeAsync().ConfigureAwait(false);
        await _packed.DisposeAsync().ConfigureAwait(false);
    }

    private void Count(int read)
    {
        _count += read;
        if (_count > _limits.MaxBytes)
        {
            throw new ArchiveFault(
                SourceFindings.ArchiveTooLarge,
                $"The archive unpacks to more than {_limits.MaxBytes} bytes. Raise the limit if it is genuine.");
        }

        if (_count > ArchiveLimits.ExpansionFreeBytes && _count / Math.Max(1, _packed.Position) >= _limits.MaxExpansion)
        {
            throw new ArchiveFault(
                SourceFindings.ArchiveTooLarge,
                $"The archive unpacks to more than {_limits.MaxExpansion} times its size. Raise the limit if it is "
                    + "genuine.");
        }
    }

    private async ValueTask<uint> ReadLastFieldAsync(CancellationToken cancellationToken)
    {
        var field = new byte[GzipLengthField];
        _packed.Seek(-GzipLengthField, SeekOrigin.End);
        await _packed.ReadExactlyAsync(field, cancellationToken).ConfigureAwait(false);
        return BinaryPrimitives.ReadUInt32LittleEndian(field);
    }
}
