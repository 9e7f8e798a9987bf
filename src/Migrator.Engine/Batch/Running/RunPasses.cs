using System.Collections.Concurrent;
using System.Threading.Channels;
using Migrator.Engine.Batch.Planning;
using Migrator.Engine.Jobs;
using Migrator.Engine.Journal;
using Migrator.Engine.Pipeline;
using Migrator.Engine.Pushing;
using Migrator.Oci.References;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Batch.Running;

/// <summary>The passes of one run over the apps of its part of the plan.</summary>
internal sealed class RunPasses(
    BatchFile file,
    BatchPlaces places,
    BatchJournal journal,
    BatchRunOptions options,
    RunTools tools,
    ChannelWriter<BatchEvent> events)
{
    private readonly BatchLimits _limits = options.Limits ?? file.Limits;
    private readonly ConcurrentDictionary<long, bool> _failed = new();
    private readonly AppWork _work = new(file, places, options.Limits ?? file.Limits, tools);
    private readonly RunBudget _budget =
        new(options.Limits ?? file.Limits, tools.Counters, options.Drain);

    /// <summary>
    /// Looks for what should be there, runs what is open, and runs again what failed for a passing reason.
    /// </summary>
    /// <returns>Why it ended.</returns>
    public async Task<RunEnding> RunAsync(long run, CancellationToken cancellationToken)
    {
        await ConfirmAsync(run, cancellationToken).ConfigureAwait(false);
        await PassAsync(run, 1, _ => true, cancellationToken).ConfigureAwait(false);
        for (var pass = 2; pass <= _limits.Retries + 1 && _budget.Ending is null; pass++)
        {
            var failed = _failed.Where(app => app.Value).Select(app => app.Key).ToHashSet();
            await PassAsync(run, pass, app => failed.Contains(app.Number), cancellationToken).ConfigureAwait(false);
        }

        // A limit that was reached with the last app, or with the last look, has stopped nothing.
        return _budget.Ending is { } ending && IsAnyLeft() ? ending : RunEnding.Finished;
    }

    // An app that was not looked for may be missing at the target, whatever the journal says.
    private bool IsAnyLeft()
    {
        using var open = ReadOpen();
        return open.Count() > 0 || tools.Counters.Snapshot().NotLookedFor > 0;
    }

    private AppReading ReadOpen() =>
        journal.Read(options.Shard, AppState.Waiting, AppState.Begun, AppState.Failed);

    private async Task ConfirmAsync(long run, CancellationToken cancellationToken)
    {
        using var known = journal.Read(options.Shard, AppState.Done, AppState.AlreadyThere);
        using var open = ReadOpen();
        var toConfirm = options.TrustJournal ? 0 : known.Count();
        var apps = open.Count();
        tools.Counters.Count(counts => counts with { Apps = apps, ToConfirm = toConfirm });
        await events.WriteAsync(new RunStarted(tools.Now, run, apps, toConfirm), cancellationToken)
            .ConfigureAwait(false);
        if (toConfirm > 0)
        {
            // A look is one request, so that as many go at once as there are blobs otherwise.
            await ForEachAsync(known.Apps(), _limits.Apps * _limits.Blobs, ConfirmAsync, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task PassAsync(
        long run, int pass, Func<PlannedApp, bool> isMeant, CancellationToken cancellationToken)
    {
        using var open = ReadOpen();
        await ForEachAsync(
            open.Apps().Where(isMeant),
            _limits.Apps,
            (app, stop) => RunAppAsync(run, pass, app, stop),
            cancellationToken).ConfigureAwait(false);
    }

    private Task ForEachAsync(
        IEnumerable<PlannedApp> apps,
        int atOnce,
        Func<PlannedApp, CancellationToken, ValueTask> work,
        CancellationToken cancellationToken) => Parallel.ForEachAsync(
            _budget.Within(apps),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
            work);

    private async ValueTask ConfirmAsync(PlannedApp app, CancellationToken cancellationToken)
    {
        var (isThere, fault) = await LookAsync(app, cancellationToken).ConfigureAwait(false);
        if (isThere == false)
        {
            await journal.ReopenAsync(app, tools.Now).ConfigureAwait(false);
        }

        tools.Counters.Count(counts => isThere switch
        {
            true => counts with { Confirmed = counts.Confirmed + 1 },
            false => counts with { Apps = counts.Apps + 1, Reopened = counts.Reopened + 1 },
            null => counts with
            {
                Unconfirmed = counts.Unconfirmed + 1,
                Denied = counts.Denied + (fault?.Status == JobStatus.Credentials ? 1 : 0),
            },
        });
        await events.WriteAsync(new AppConfirmed(tools.Now, app, isThere, fault?.Finding), cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<(bool? IsThere, JobFault? Fault)> LookAsync(
        PlannedApp app, CancellationToken cancellationToken)
    {
        try
        {
            var target = await places.OpenTarget(TargetReference.Parse(app.Repository!), cancellationToken)
                .ConfigureAwait(false);
            await using (target.ConfigureAwait(false))
            {
                var found = await target.ResolveOrNullAsync(app.Tag!, cancellationToken).ConfigureAwait(false);
                return (found?.Digest.ToString() == app.Manifest, null);
            }
        }
        catch (Exception failure) when (JobFault.OfOneBindle(failure) is { } fault)
        {
            return (null, fault);
        }
    }

    private async ValueTask RunAppAsync(long run, int pass, PlannedApp app, CancellationToken cancellationToken)
    {
        var (attempt, begun) = journal.BeginAttempt(run, app, tools.Now);
        tools.Counters.Begin(app);
        await events.WriteAsync(new AppStarted(tools.Now, app, pass), cancellationToken).ConfigureAwait(false);
        var result = await WorkAsync(attempt, app, begun, cancellationToken).ConfigureAwait(false);
        result = await SettleAsync(app, result, cancellationToken).ConfigureAwait(false);
        var outcome = result.Outcome;
        var state = StateAfter(app, result);
        var hadFailed = _failed.TryRemove(app.Number, out _);
        var mayPass = outcome.Status is JobStatus.Temporary or JobStatus.Mismatch;
        if (state == AppState.Failed)
        {
            _failed[app.Number] = mayPass;
        }

        await journal.EndAttemptAsync(attempt, app, EndOf(state, result), tools.Now).ConfigureAwait(false);
        tools.Counters.End(app, state, hadFailed);
        // This very failure may be the one that no other app may begin after.
        var isRetried =
            state == AppState.Failed && mayPass && pass <= _limits.Retries && _budget.Ending is null;
        var ended = new AppEnded(tools.Now, app, state, outcome, isRetried) { Deployment = result.Deployment };
        await events.WriteAsync(ended, cancellationToken).ConfigureAwait(false);
    }

    private async Task<AppResult> WorkAsync(
        long attempt, PlannedApp app, Task begun, CancellationToken cancellationToken)
    {
        var tally = new PushTally();
        try
        {
            return await _work.RunAsync(app, begun, tally, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await journal.KeepCountsAsync(attempt, tally.Counts).ConfigureAwait(false);
            throw;
        }
        catch (Exception unexpected) when (JobFault.IsOurs(unexpected))
        {
            // One bindle that meets a fault of ours must not keep thousands from going.
            var fault = JobFault.Unexpected(unexpected);
            return new AppResult(new MigrationOutcome
            {
                Status = fault.Status,
                Id = app.Id,
                Target = app.Repository ?? "",
                Profile = file.Conversion.Profile,
                Tag = app.Tag,
                Counts = tally.Counts,
                Findings = [fault.Finding],
            });
        }
    }

    // What the batch would not take any more may have been brought while it was: by a run that was killed then. And
    // what it had brought is no app that is left alone on purpose when it is lost since.
    private async Task<AppResult> SettleAsync(PlannedApp app, AppResult result, CancellationToken cancellationToken)
    {
        if (!(app.WasBegun || app.WasLost) || !result.Outcome.Findings.Any(BatchFindings.IsOfChange))
        {
            return result;
        }

        var isThere = app.Manifest is not null && app.Repository is not null
            && (await LookAsync(app, cancellationToken).ConfigureAwait(false)).IsThere == true;
        return isThere ? new AppResult(result.Outcome with
            {
                Status = JobStatus.AlreadyThere, Manifest = null, Referrer = null, Read = null, Blobs = null,
            })
            : app.WasLost && result.Outcome.Status == JobStatus.Skipped
                ? result with { Outcome = result.Outcome with { Status = JobStatus.SourceRefused } }
            : result;
    }

    private static AppState StateAfter(PlannedApp app, AppResult result) => result.Outcome.Status switch
    {
        JobStatus.Done => AppState.Done,
        // An attempt of this journal had brought it there, and was killed or heard no answer; or had deployed it, and
        // it was not ready then.
        JobStatus.AlreadyThere when app.WasBegun => AppState.Done,
        JobStatus.AlreadyThere when app.State == AppState.Failed && result.Deployment is not null => AppState.Done,
        JobStatus.AlreadyThere => AppState.AlreadyThere,
        JobStatus.Skipped => AppState.Skipped,
        _ => AppState.Failed,
    };

    private static AttemptEnd EndOf(AppState state, AppResult result) => new(state, result.Outcome.Status)
    {
        Manifest = result.Outcome.Manifest?.Digest,
        Referrer = result.Outcome.Referrer?.Digest,
        Bindle = result.Outcome.Read is { } read
            ? new RecordedBindle(
                read.Invoice, SignatureLine.Of(result.Outcome.Signatures), read.Parcels, read.ParcelBytes)
            : null,
        Blobs = result.Outcome.Blobs is var (count, bytes) ? new RecordedBlobs(count, bytes) : null,
        Deployment = result.Deployment,
        Counts = result.Outcome.Counts,
        Findings = result.Outcome.Findings,
    };
}
