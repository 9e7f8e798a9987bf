namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>A clock that runs out unless something moves.</summary>
internal sealed class StallWatch : IDisposable
{
    private readonly TimeSpan _idle;
    private readonly CancellationToken _outer;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    public StallWatch(TimeSpan idle, TimeProvider time, CancellationToken outer)
    {
        _idle = idle;
        _outer = outer;
        _timer = new CancellationTokenSource(idle, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, outer);
    }

    /// <summary>Cancelled when the clock has run out, or the caller stops.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Whether the clock has run out, and not the caller stopped.</summary>
    public bool HasStalled => _timer.IsCancellationRequested && !_outer.IsCancellationRequested;

    /// <summary>Something moved.</summary>
    public void Moved() => _timer.CancelAfter(_idle);

    /// <summary>Nothing can move, for a reason of our own, until something moves again.</summary>
    public void Hold() => _timer.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <summary>What to tell when the clock has run out.</summary>
    public HttpRequestException Fault(Exception cause) => new(
        $"nothing moved for {_idle.TotalSeconds:0} seconds",
        new TimeoutException(
            $"nothing moved for {_idle.TotalSeconds:0} seconds", cause is TimeoutException ? cause : null));

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
