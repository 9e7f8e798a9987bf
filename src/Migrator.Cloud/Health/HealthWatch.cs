namespace Migrator.Cloud.Health;

/// <summary>
/// Watches a failover until it is over. While a rollout lasts, old and new answer side by side, so the first new
/// answer proves nothing (spec/cloud-deploy.md 4.3).
/// </summary>
/// <param name="probe">Takes the samples.</param>
/// <param name="options">How long and how closely.</param>
/// <param name="time">Times all waits.</param>
/// <param name="secondWatched">Hears of each second once it is over; null for nobody.</param>
internal sealed class HealthWatch(
    AppProbe probe, HealthOptions options, TimeProvider time, Action<SecondShare>? secondWatched = null)
{
    /// <summary>Watches until the application has converged, or there is no hope that it will in time.</summary>
    public async Task<HealthReport> RunAsync(WatchedApp app, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var flight = new List<Task<ProbeSample>>();
        var confirmation = new Confirmation(app, probe, options, time);
        try
        {
            return await WatchAsync(app, flight, confirmation, stop.Token).ConfigureAwait(false);
        }
        finally
        {
            stop.Cancel();
            await Task.WhenAll([.. flight, confirmation.Pending])
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<HealthReport> WatchAsync(
        WatchedApp app,
        List<Task<ProbeSample>> flight,
        Confirmation confirmation,
        CancellationToken cancellationToken)
    {
        var log = new SampleLog(app.Expected, app.ActivatedAt);
        while (true)
        {
            await LandAsync(flight, log).ConfigureAwait(false);
            Tell(log.TakeBefore(time.GetUtcNow()));
            if (await confirmation.IsGivenAsync(log.IsConverged(options), cancellationToken).ConfigureAwait(false))
            {
                return End(HealthVerdict.Converged);
            }

            if (EndOrNull(app, log, confirmation) is { } verdict)
            {
                return End(verdict);
            }

            if (flight.Count < options.MaxInFlight)
            {
                flight.Add(probe.SampleAsync(app.Url, cancellationToken));
            }

            await Task.Delay(IntervalNow(app, log), time, cancellationToken).ConfigureAwait(false);
        }

        HealthReport End(HealthVerdict verdict)
        {
            Tell(log.TakeBefore(DateTimeOffset.MaxValue));
            return confirmation.AddTo(log.Report(verdict, time.GetUtcNow()));
        }
    }

    private TimeSpan IntervalNow(WatchedApp app, SampleLog log) =>
        time.GetUtcNow() - app.ActivatedAt < options.EarlySpan ? options.EarlyInterval
        : log.NeedsALongRow(options) ? options.Interval / options.MaxInFlight
        : options.Interval;

    private void Tell(IEnumerable<SecondShare> seconds)
    {
        foreach (var second in seconds)
        {
            secondWatched?.Invoke(second);
        }
    }

    private static async Task LandAsync(List<Task<ProbeSample>> flight, SampleLog log)
    {
        var landed = flight.Where(sample => sample.IsCompleted).ToList();
        flight.RemoveAll(landed.Contains);
        var samples = await Task.WhenAll(landed).ConfigureAwait(false);
        foreach (var sample in samples.OrderBy(sample => sample.At))
        {
            log.Add(sample);
        }
    }

    private HealthVerdict? EndOrNull(WatchedApp app, SampleLog log, Confirmation confirmation)
    {
        if (log.HasTooManyErrors(options))
        {
            return HealthVerdict.TooManyErrors;
        }

        // Whoever has converged in time is only held up by the cloud's word, which is waited for a little longer.
        var limit = log.IsConverged(options) && confirmation.WhatIsMissing is null
            ? options.Limit + options.ControlPlanePatience
            : options.Limit;
        return time.GetUtcNow() - app.ActivatedAt < limit ? null
            : log.IsConverged(options) && confirmation.WhatIsMissing is { } missing ? missing
            : log.HasNew ? HealthVerdict.TimedOutWithSomeNew
            : HealthVerdict.TimedOutWithNoneNew;
    }
}
