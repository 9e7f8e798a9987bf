namespace Migrator.Conversion.Spin.Archive;

/// <summary>
/// Reads a stream in pieces, one piece ahead: while one is worked on, the next is read on another core. Not for use by
/// several threads at once.
/// </summary>
/// <param name="source">What is read; disposed with this.</param>
internal sealed class ReadAhead(Stream source) : IAsyncDisposable
{
    private const int PieceSize = 64 * 1024;
    private byte[] _piece = new byte[PieceSize];
    private byte[] _next = new byte[PieceSize];
    private Task<int>? _reading;

    /// <summary>Gives the next piece and begins to read the one after it.</summary>
    /// <param name="cancellationToken">Stops the reading, of the one after it too.</param>
    /// <returns>
    /// The piece, valid until the next call: whole but for the last one, however the stream gives its bytes; empty at
    /// the end.
    /// </returns>
    public async ValueTask<ArraySegment<byte>> NextAsync(CancellationToken cancellationToken)
    {
        var count = await (_reading ?? FillAsync(_next, cancellationToken)).ConfigureAwait(false);
        (_piece, _next) = (_next, _piece);
        var rest = _next;
        _reading = count == PieceSize
            ? Task.Run(() => FillAsync(rest, cancellationToken), cancellationToken)
            : Task.FromResult(0);
        return new ArraySegment<byte>(_piece, 0, count);
    }

    /// <summary>Disposes of the stream, once nobody reads it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_reading is Task reading)
        {
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await source.DisposeAsync().ConfigureAwait(false);
    }

    private Task<int> FillAsync(byte[] piece, CancellationToken cancellationToken) =>
        source.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancellationToken).AsTask();
}
