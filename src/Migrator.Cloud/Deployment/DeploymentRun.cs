using Migrator.Cloud.Api;
using Migrator.Cloud.Health;
using Migrator.Cloud.Login;

namespace Migrator.Cloud.Deployment;

/// <summary>One deploy, from a plan that can be run to its outcome.</summary>
internal sealed class DeploymentRun(
    CloudClient cloud,
    RevisionSwitch revisions,
    HealthWatch watch,
    DeployerOptions options,
    DeploymentFacts facts,
    DeploymentPlan plan,
    ImagePush push)
{
    private readonly Attempts _attempts = new(options);
    private readonly List<DeploymentStep> _done = [];
    private readonly StepRunner _steps = new(cloud, plan, push, facts.Observed.App?.Id);
    private DeploymentStep? _begun;
    private bool _isGoingBack;

    /// <summary>Does the steps, watches, and goes back when it is asked to.</summary>
    /// <exception cref="DeploymentStoppedException">It was stopped after it had begun.</exception>
    public async Task<DeploymentOutcome> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RunStepsAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException cause) when (_begun is not null && cancellationToken.IsCancellationRequested)
        {
            throw new DeploymentStoppedException(
                _isGoingBack
                    ? DeploymentStanding.OfWayBack(plan)
                    : DeploymentStanding.Of(plan, _begun, facts.Observed.App),
                cause,
                cancellationToken);
        }
    }

    private async Task<DeploymentOutcome> RunStepsAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var step in plan.Steps.Where(step => step.Kind != StepKind.Watch))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Begin(step);
                await _attempts.RunAsync(() => _steps.RunAsync(step, cancellationToken), cancellationToken)
                    .ConfigureAwait(false);
                _done.Add(step);
            }

            return await WatchAsync(options.Time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is CloudException or LoginException)
        {
            return Outcome(DeploymentStatus.Interrupted) with { Fault = fault };
        }
    }

    private void Begin(DeploymentStep step)
    {
        _begun = step;
        options.StepStarted?.Invoke(step);
    }

    private async Task<DeploymentOutcome> WatchAsync(DateTimeOffset activatedAt, CancellationToken cancellationToken)
    {
        Begin(plan.Steps[^1]);
        var appId = _steps.AppId;
        var url = await _attempts.RunAsync(() => revisions.UrlAsync(appId, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        var watched = new WatchedApp(url, ExpectedImage.Of(plan.Image.Digest), activatedAt)
        {
            Smoke = plan.Request.Smoke,
            Baseline = facts.Baseline,
            ControlPlane = stop => revisions.ObjectionAsync(appId, plan.Image.Tag, stop),
        };
        var report = await watch.RunAsync(watched, cancellationToken).ConfigureAwait(false);
        _done.Add(plan.Steps[^1]);
        var isReady = report.Verdict == HealthVerdict.Converged;
        var outcome = Outcome(isReady ? DeploymentStatus.Ready : DeploymentStatus.NotReady) with
        {
            Url = url,
            Health = report,
        };
        return isReady || plan.Request.OnFailure == OnFailure.Keep || !plan.Rollback.IsPossible
            ? outcome
            : await GoBackAsync(outcome, cancellationToken).ConfigureAwait(false);
    }

    private async Task<DeploymentOutcome> GoBackAsync(DeploymentOutcome outcome, CancellationToken cancellationToken)
    {
        _isGoingBack = true;
        try
        {
            var app = await _attempts.RunAsync(
                () => cloud.Apps.GetAsync(_steps.AppId, cancellationToken), cancellationToken).ConfigureAwait(false);
            var report = await revisions.GoToAsync(
                app,
                plan.Era,
                plan.Rollback.Revision!,
                ExpectedImage.Of(plan.Rollback.Digest!),
                baseline: [],
                cancellationToken).ConfigureAwait(false);
            return outcome with
            {
                Status = report.Verdict == HealthVerdict.Converged ? DeploymentStatus.RolledBack : outcome.Status,
                RollbackHealth = report,
            };
        }
        catch (Exception fault) when (fault is CloudException or LoginException)
        {
            // Not ready is what the deploy came to; that the way back failed too is told beside it.
            return outcome with { Fault = fault };
        }
    }

    private DeploymentOutcome Outcome(DeploymentStatus status) => new(status, plan)
    {
        Done = [.. _done],
        AppId = _done.Exists(step => step.Kind == StepKind.CreateApp) ? _steps.AppId : facts.Observed.App?.Id,
    };
}
