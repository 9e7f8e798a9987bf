using System.Collections.Concurrent;
using Migrator.Engine.Jobs;
using Migrator.Engine.Journal;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Batch.Running;

/// <summary>Counts what a run does; one for all of its jobs.</summary>
internal sealed class RunCounters(TimeProvider clock) : IMigrationObserver
{
    private const int Shown = 5;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<long, (string App, long Start)> _running = new();
    private readonly long _start = clock.GetTimestamp();
    private BatchProgress _counts = new();
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    public TimeSpan Elapsed => clock.GetElapsedTime(_start);

    /// <summary>What the limits on errors count: apps that failed, and apps that could not be looked for.</summary>
    public long Errors
    {
        get
        {
            lock (_gate)
            {
                return _counts.Failed + _counts.Unconfirmed;
            }
        }
    }

    public BatchProgress Snapshot()
    {
        var running = _running.Values
            .Select(entry => (entry.App, Elapsed: clock.GetElapsedTime(entry.Start)))
            .OrderByDescending(entry => entry.Elapsed)
            .Take(Shown);
        lock (_gate)
        {
            return _counts with { Bytes = Bytes, Elapsed = Elapsed, Running = [.. running] };
        }
    }

    /// <summary>Changes the counts.</summary>
    public void Count(Func<BatchProgress, BatchProgress> change)
    {
        lock (_gate)
        {
            _counts = change(_counts);
        }
    }

    public void Begin(PlannedApp app) => _running[app.Number] = (app.Title, clock.GetTimestamp());

    /// <summary>An app has ended; when it had failed in this run before, it counts as failed no longer.</summary>
    public void End(PlannedApp app, AppState state, bool hadFailed)
    {
        _running.TryRemove(app.Number, out _);
        Count(counts => Add(hadFailed ? counts with { Failed = counts.Failed - 1 } : counts, state));
    }

    public void BytesRead(Descriptor blob, int count) => Interlocked.Add(ref _bytes, count);

    public void StageStarted(JobStage stage)
    {
    }

    public void StageEnded(StageTiming timing)
    {
    }

    public void PushStarted(int blobs, long bytes)
    {
    }

    public void BlobPushed(Descriptor blob, PushResult result)
    {
    }

    private static BatchProgress Add(BatchProgress counts, AppState state) => state switch
    {
        AppState.Done => counts with { Done = counts.Done + 1 },
        AppState.AlreadyThere => counts with { AlreadyThere = counts.AlreadyThere + 1 },
        AppState.Skipped => counts with { Skipped = counts.Skipped + 1 },
        _ => counts with { Failed = counts.Failed + 1 },
    };
}
