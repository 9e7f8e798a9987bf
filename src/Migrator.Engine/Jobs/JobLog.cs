using System.Collections.Immutable;
using Migrator.Bindle.Verification;

namespace Migrator.Engine.Jobs;

/// <summary>What a running job has found and how long its stages took; the outcome is made of it.</summary>
internal sealed class JobLog(TimeProvider clock, IMigrationObserver observer)
{
    private readonly Lock _lock = new();
    private readonly List<Finding> _findings = [];
    private readonly List<StageTiming> _timings = [];

    public IMigrationObserver Observer => observer;

    public ImmutableArray<Finding> Findings
    {
        get
        {
            lock (_lock)
            {
                return [.. _findings];
            }
        }
    }

    public ImmutableArray<StageTiming> Timings
    {
        get
        {
            lock (_lock)
            {
                return [.. _timings];
            }
        }
    }

    public void Add(params IEnumerable<Finding> findings)
    {
        lock (_lock)
        {
            _findings.AddRange(findings);
        }
    }

    public async Task<T> TimeAsync<T>(JobStage stage, Func<Task<T>> work)
    {
        observer.StageStarted(stage);
        var start = clock.GetTimestamp();
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            var timing = new StageTiming(stage, clock.GetElapsedTime(start));
            lock (_lock)
            {
                _timings.Add(timing);
            }

            observer.StageEnded(timing);
        }
    }
}
