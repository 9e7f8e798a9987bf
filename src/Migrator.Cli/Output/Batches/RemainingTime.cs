namespace Migrator.Cli.Output.Batches;

/// <summary>
/// How long work will still take. What is shown never grows: when the work slows down, it stands still.
/// </summary>
internal sealed class RemainingTime
{
    private TimeSpan? _shown;

    /// <summary>The time to show; null while nothing is known.</summary>
    public TimeSpan? Next(long done, long total, TimeSpan elapsed)
    {
        if (done == 0)
        {
            return null;
        }

        var expected = elapsed * (Math.Max(0, total - done) / (double)done);
        _shown = _shown is { } shown && shown < expected ? shown : expected;
        return _shown;
    }
}
