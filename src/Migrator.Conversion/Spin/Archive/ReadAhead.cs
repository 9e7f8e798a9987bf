namespace Migrator.Conversion.Spin.Archive;

/// <summary>
/// Reads a stream in pieces, one piece ahead: while one is worked on, the next is read on another core. Not for use by
/// several threads at once.
/// </summary>
/// <param name="source">What is read; disposed with this.</param>
internal sealed class ReadAhead(Stream source) : IAsyncDisposable
{
    private const int PieceSize = 64 * 1024;
    private readonly CancellationTokenSource _end = new();
    private byte[] _piece = new byte[PieceSize];
    private byte[] _next = new byte[PieceSize];
    private Task<int>? _reading;
    private bool _isDisposed;

    /// <summary>Gives the next piece and begins to read the one after it.</summary>
    /// <param name="cancellationToken">Ends the wait for the piece, which the next call gives then.</param>
    /// <returns>
    /// The piece, valid until the next call: whole but for the last one, however the stream gives its bytes; empty at
    /// the end.
    /// </returns>
    public async ValueTask<ArraySegment<byte>> NextAsync(CancellationToken cancellationToken)
    {
        // What is read ahead outlives the call that began it: another one may wait for it, with a token of its own.
        _reading ??= FillAsync(_next);
        var count = await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        (_piece, _next) = (_next, _piece);
        var rest = _next;
        _reading = count == PieceSize
            ? Task.Run(() => FillAsync(rest), CancellationToken.None)
            : Task.FromResult(0);
        return new ArraySegment<byte>(_piece, 0, count);
    }

    /// <summary>Ends what is read ahead, and disposes of the stream.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _end.CancelAsync().ConfigureAwait(false);
        if (_reading is Task reading)
        {
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await source.DisposeAsync().ConfigureAwait(false);
        _end.Dispose();
    }

    private Task<int> FillAsync(byte[] piece) =>
        source.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, _end.Token).AsTask();
}
