using System.Collections.Immutable;

namespace Migrator.Cloud.Health;

/// <summary>
/// What must be true beside the samples: the application says that it is healthy, the cloud agrees, and the user's
/// checks pass.
/// </summary>
internal sealed class Confirmation(WatchedApp app, AppProbe probe, HealthOptions options, TimeProvider time)
{
    private Task<bool>? _asking;
    private bool _isStale;
    private DateTimeOffset _nextRead = DateTimeOffset.MinValue;
    private DateTimeOffset? _firstRead;
    private int _reads;
    private int _agreed;
    private string? _objection;
    private ImmutableArray<SmokeResult> _smoke = [];

    /// <summary>What a converged application was found to be missing; null while nothing was.</summary>
    public HealthVerdict? WhatIsMissing { get; private set; }

    /// <summary>What is being asked at the moment; ends when the watch is stopped.</summary>
    public Task Pending => _asking ?? Task.CompletedTask;

    /// <summary>
    /// Asks what is due, and gives what came of it; whether all is well now. It waits for no answer, so that samples
    /// are taken in the meantime: a cloud may be slow, and old answers may come back.
    /// </summary>
    /// <param name="isConverged">Whether the samples are all new; if not, it begins again.</param>
    /// <param name="cancellationToken">Stops what is asked.</param>
    public async Task<bool> IsGivenAsync(bool isConverged, CancellationToken cancellationToken)
    {
        _isStale |= !isConverged;
        if (_asking is null && isConverged && time.GetUtcNow() >= _nextRead)
        {
            _asking = AskAsync(cancellationToken);
        }

        if (_asking is { IsCompleted: false })
        {
            return false;
        }

        var isGiven = _asking is not null && await _asking.ConfigureAwait(false);
        _asking = null;
        if (_isStale)
        {
            Forget();
            return false;
        }

        return isGiven;
    }

    /// <summary>Adds what was found to a report.</summary>
    public HealthReport AddTo(HealthReport report) => report with { Smoke = _smoke, Warnings = [.. Warnings()] };

    private async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        _nextRead = time.GetUtcNow() + options.ControlPlaneInterval;
        return await IsHealthyAsync(cancellationToken).ConfigureAwait(false)
            && await IsAgreedAsync(cancellationToken).ConfigureAwait(false)
            && await PassesSmokeAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Forget()
    {
        _isStale = false;
        _firstRead = null;
        _reads = 0;
        _agreed = 0;
    }

    private IEnumerable<string> Warnings()
    {
        if (app.IsUnchanged)
        {
            yield return "The same artifact ran before, so answers cannot tell old from new; only what the cloud "
                + "itself says can.";
        }

        if (_objection is not null)
        {
            yield return $"The cloud does not agree yet: {_objection}.";
        }
    }

    private async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        var isHealthy = await probe.IsHealthyAsync(app.Url, cancellationToken).ConfigureAwait(false);
        if (!isHealthy)
        {
            WhatIsMissing = HealthVerdict.Unhealthy;
            Forget();
        }

        return isHealthy;
    }

    // What the cloud says and what its hosts do may differ for long; that is told, and does not fail a deploy. But
    // where the answers prove nothing there is no other word than the cloud's, and no giving up on it.
    private async Task<bool> IsAgreedAsync(CancellationToken cancellationToken)
    {
        _firstRead ??= time.GetUtcNow();
        _objection = await app.ControlPlane(cancellationToken).ConfigureAwait(false);
        _reads++;
        _agreed = _objection is null ? _agreed + 1 : 0;
        if (_agreed >= options.ControlPlaneReads)
        {
            return true;
        }

        if (app.IsUnchanged)
        {
            WhatIsMissing = HealthVerdict.Unconfirmed;
            return false;
        }

        return _reads >= options.MaxControlPlaneReads
            || time.GetUtcNow() - _firstRead >= options.ControlPlanePatience;
    }

    private async Task<bool> PassesSmokeAsync(CancellationToken cancellationToken)
    {
        var results = new List<SmokeResult>();
        foreach (var check in app.Smoke)
        {
            var url = check.UrlAt(app.Url);
            var status = await probe.StatusOrNullAsync(url, cancellationToken).ConfigureAwait(false);
            results.Add(new SmokeResult(check, url, status));
        }

        _smoke = [.. results];
        var isPassed = results.TrueForAll(result => result.IsPassed);
        if (!isPassed)
        {
            WhatIsMissing = HealthVerdict.SmokeFailed;
        }

        return isPassed;
    }
}
