using System.Collections.Immutable;
using Migrator.Bindle.Verification;

namespace Migrator.Engine.Jobs;

/// <summary>What a running job has found and how long its stages took; the outcome is made of it.</summary>
internal sealed class JobLog(TimeProvider clock, IMigrationObserver observer)
{
    private readonly Lock _lock = new();
    private readonly List<Finding> _findings = [];
    private readonly List<StageTiming> _timings = [];

    public TimeProvider Clock => clock;

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

    /// <summary>Times a piece of work; pieces of one stage that follow each other add up.</summary>
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
            observer.StageEnded(Note(stage, clock.GetElapsedTime(start)));
        }
    }

    private StageTiming Note(JobStage stage, TimeSpan elapsed)
    {
        lock (_lock)
        {
            if (_timings is [.., var last] && last.Stage == stage)
            {
                _timings.RemoveAt(_timings.Count - 1);
                elapsed += last.Elapsed;
            }

            var timing = new StageTiming(stage, elapsed);
            _timings.Add(timing);
            return timing;
        }
    }
}
