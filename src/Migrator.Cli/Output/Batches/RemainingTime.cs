using Migrator.Engine.Batch.Running;

namespace Migrator.Cli.Output.Batches;

/// <summary>
/// How long a run will still take. What is shown never grows: when a run slows down, it stands still.
/// </summary>
internal sealed class RemainingTime
{
    private TimeSpan? _shown;

    /// <summary>The time to show; null while nothing is known.</summary>
    public TimeSpan? Next(BatchProgress progress)
    {
        if (progress.Ended == 0)
        {
            return null;
        }

        var expected = progress.Elapsed * (Math.Max(0, progress.Apps - progress.Ended) / (double)progress.Ended);
        _shown = _shown is { } shown && shown < expected ? shown : expected;
        return _shown;
    }
}
