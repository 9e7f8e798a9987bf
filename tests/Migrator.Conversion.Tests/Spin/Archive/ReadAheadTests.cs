using Migrator.Conversion.Spin.Archive;

namespace Migrator.Conversion.Tests.Spin.Archive;

public sealed class ReadAheadTests
{
    private const int PieceSize = 64 * 1024;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(PieceSize - 1)]
    [InlineData(PieceSize)]
    [InlineData(PieceSize + 1)]
    [InlineData((3 * PieceSize) + 5)]
    public async Task NextAsync_UntilTheEnd_GivesEveryByteInWholePieces(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        await using var ahead = new ReadAhead(new MemoryStream(bytes));

        var read = new List<byte>();
        ArraySegment<byte> piece;
        while ((piece = await ahead.NextAsync(default)).Count > 0)
        {
            Assert.Equal(Math.Min(PieceSize, size - read.Count), piece.Count);
            read.AddRange(piece);
        }

        Assert.Equal(bytes, read);
        Assert.Equal(0, (await ahead.NextAsync(default)).Count);
    }

    [Fact]
    public async Task NextAsync_WhileAPieceIsWorkedOn_ReadsTheNext()
    {
        var stream = new GatedStream();
        await using var ahead = new ReadAhead(stream);

        await ahead.NextAsync(default);

        await stream.SecondPiece.WaitAsync(Long);
        stream.Open();
    }

    [Fact]
    public async Task DisposeAsync_WhileAPieceIsRead_ClosesTheStreamAfterIt()
    {
        var stream = new GatedStream();
        var ahead = new ReadAhead(stream);
        await ahead.NextAsync(default);
        await stream.SecondPiece.WaitAsync(Long);

        await ahead.DisposeAsync().AsTask().WaitAsync(Long);

        Assert.True(stream.IsClosed);
        Assert.False(stream.IsClosedWhileRead);
    }

    [Fact]
    public async Task NextAsync_ReadAheadThatFails_ThrowsWhereThePieceIsAskedFor()
    {
        var stream = new GatedStream();
        await using var ahead = new ReadAhead(stream);
        Assert.Equal(PieceSize, (await ahead.NextAsync(default)).Count);

        stream.Fail();

        await Assert.ThrowsAsync<IOException>(async () => await ahead.NextAsync(default));
    }

    [Fact]
    public async Task NextAsync_Cancelled_EndsTheWaitOfThatCallAlone()
    {
        using var stop = new CancellationTokenSource();
        var stream = new GatedStream();
        await using var ahead = new ReadAhead(stream);
        await ahead.NextAsync(default);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await ahead.NextAsync(stop.Token));
        stream.Open();
        Assert.Equal(PieceSize, (await ahead.NextAsync(default)).Count);
    }

    [Fact]
    public async Task NextAsync_CallThatBeganTheReadingIsOver_ItsTokenCountsNoMore()
    {
        using var over = new CancellationTokenSource();
        var stream = new GatedStream();
        await using var ahead = new ReadAhead(stream);
        await ahead.NextAsync(over.Token);

        await over.CancelAsync();
        stream.Open();

        Assert.Equal(PieceSize, (await ahead.NextAsync(default)).Count);
    }

    // Gives one piece, and the next when it is let.
    private sealed class GatedStream : PullStream
    {
        private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _given;
        private bool _isRead;

        public Task SecondPiece => _second.Task;

        public bool IsClosed { get; private set; }

        public bool IsClosedWhileRead { get; private set; }

        public void Open() => _gate.TrySetResult();

        public void Fail() => _gate.TrySetException(new IOException("The disk is gone."));

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_given >= PieceSize)
            {
                _isRead = true;
                _second.TrySetResult();
                try
                {
                    await _gate.Task.WaitAsync(cancellationToken);
                }
                finally
                {
                    _isRead = false;
                }
            }

            _given += buffer.Length;
            return buffer.Length;
        }

        protected override void Dispose(bool disposing)
        {
            (IsClosed, IsClosedWhileRead) = (true, _isRead);
            base.Dispose(disposing);
        }
    }
}
