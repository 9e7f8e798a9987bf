namespace Migrator.Engine.Resilience.Pacing;

/// <summary>The bytes a second that all bodies share.</summary>
internal sealed class Bandwidth(long bytesPerSecond, TimeProvider clock)
{
    private const int PiecesPerSecond = 4;
    private readonly TokenBucket _bucket = new(bytesPerSecond, clock);

    /// <summary>
    /// The most bytes to move at once. Pieces are small beside the rate, so that something moves all the time and
    /// nobody takes the pauses for a stalled connection.
    /// </summary>
    public int PieceBytes { get; } = (int)Math.Clamp(bytesPerSecond / PiecesPerSecond, 1, 1 << 20);

    /// <summary>Counts bytes that have moved already.</summary>
    public void Count(int bytes) => _bucket.Take(bytes);

    /// <summary>Waits until so many bytes may move.</summary>
    public Task WaitAsync(int bytes, CancellationToken cancellationToken) =>
        Pause.ForAsync(_bucket.Take(bytes), clock, cancellationToken);
}
