namespace Migrator.Engine.Batch.Planning;

/// <summary>Times the looks at targets: what they take is what a run's requests will take.</summary>
internal sealed class LookClock(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private TimeSpan _total;
    private long _count;

    /// <summary>How long one look took; null when there was none.</summary>
    public TimeSpan? Average
    {
        get
        {
            lock (_gate)
            {
                return _count == 0 ? null : _total / _count;
            }
        }
    }

    public async Task<T> TimeAsync<T>(Func<Task<T>> look)
    {
        var start = clock.GetTimestamp();
        var result = await look().ConfigureAwait(false);
        var elapsed = clock.GetElapsedTime(start);
        lock (_gate)
        {
            _total += elapsed;
            _count++;
        }

        return result;
    }
}
