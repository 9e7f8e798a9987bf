using Migrator.Engine.Journal;

namespace Migrator.Engine.Batch.Running;

/// <summary>Whether another app may begin.</summary>
internal sealed class RunBudget(BatchLimits limits, RunCounters counters, CancellationToken drain)
{
    /// <summary>Why no other app may begin; null when one may.</summary>
    public RunEnding? Ending =>
        drain.IsCancellationRequested ? RunEnding.Stopped
        : counters.Errors >= (limits.FailFast ? 1 : limits.MaxErrors ?? long.MaxValue) ? RunEnding.TooManyErrors
        : counters.Elapsed >= (limits.MaxDuration ?? TimeSpan.MaxValue) ? RunEnding.OutOfTime
        : counters.Bytes >= (limits.MaxTransfer ?? long.MaxValue) ? RunEnding.OutOfTransfer
        : null;

    /// <summary>The apps, until none may begin.</summary>
    public IEnumerable<PlannedApp> Within(IEnumerable<PlannedApp> apps) => apps.TakeWhile(_ => Ending is null);
}
