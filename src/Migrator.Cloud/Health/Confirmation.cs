using System.Collections.Immutable;

namespace Migrator.Cloud.Health;

/// <summary>
/// What must be true beside the samples: the application says that it is healthy, the cloud agrees, and the user's
/// checks pass.
/// </summary>
internal sealed class Confirmation(WatchedApp app, AppProbe probe, HealthOptions options, TimeProvider time)
{
    private DateTimeOffset _nextRead = DateTimeOffset.MinValue;
    private int _reads;
    private int _agreed;
    private string? _objection;
    private ImmutableArray<SmokeResult> _smoke = [];

    /// <summary>What a converged application is still missing.</summary>
    public HealthVerdict WhatIsMissing { get; private set; } = HealthVerdict.TimedOutWithSomeNew;

    /// <summary>Begins again: an old answer has come.</summary>
    public void Forget()
    {
        _reads = 0;
        _agreed = 0;
    }

    /// <summary>Asks what is due; whether all is well now.</summary>
    public async Task<bool> IsGivenAsync(CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() < _nextRead)
        {
            return false;
        }

        _nextRead = time.GetUtcNow() + options.ControlPlaneInterval;
        return await IsHealthyAsync(cancellationToken).ConfigureAwait(false)
            && await IsAgreedAsync(cancellationToken).ConfigureAwait(false)
            && await PassesSmokeAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds what was found to a report.</summary>
    public HealthReport AddTo(HealthReport report) => report with { Smoke = _smoke, Warnings = [.. Warnings()] };

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

    // What the cloud says and what its hosts do may differ for long; that is told, and does not fail a deploy.
    private async Task<bool> IsAgreedAsync(CancellationToken cancellationToken)
    {
        _objection = await app.ControlPlane(cancellationToken).ConfigureAwait(false);
        _reads++;
        _agreed = _objection is null ? _agreed + 1 : 0;
        return _agreed >= options.ControlPlaneReads || _reads >= options.MaxControlPlaneReads;
    }

    private async Task<bool> PassesSmokeAsync(CancellationToken cancellationToken)
    {
        var results = new List<SmokeResult>();
        foreach (var check in app.Smoke)
        {
            var status = await probe.StatusOrNullAsync(new Uri(app.Url, check.Path), cancellationToken)
                .ConfigureAwait(false);
            results.Add(new SmokeResult(check, status));
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
