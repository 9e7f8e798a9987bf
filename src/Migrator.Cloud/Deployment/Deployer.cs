using Migrator.Cloud.Api;
using Migrator.Cloud.Health;

namespace Migrator.Cloud.Deployment;

/// <summary>
/// Deploys an OCI artifact to a cloud: looks, plans, writes, watches (spec/cloud-deploy.md 2.7). Running it again after
/// a crash at any point ends in the same state, without a second application or revision.
/// </summary>
public sealed class Deployer : IDisposable
{
    private readonly CloudClient _cloud;
    private readonly DeployerOptions _options;
    private readonly AppProbe _probe;
    private readonly Attempts _attempts;

    /// <summary>Makes a deployer; nothing is sent yet.</summary>
    /// <param name="cloud">The cloud, with a token.</param>
    /// <param name="options">How deploys are carried out.</param>
    public Deployer(CloudClient cloud, DeployerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _cloud = cloud;
        _options = options;
        _probe = new AppProbe(options.ProbeHandler, options.Health.SampleTimeout, options.Time);
        _attempts = new Attempts(options);
    }

    private AppSurvey Survey => new(_cloud, _probe, _options);

    private RevisionSwitch Switch => new(_cloud, _probe, _options);

    /// <summary>
    /// Finds out how the cloud activates, and so what its hosts run: Spin 1 with explicit channels, else Spin 2.
    /// </summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The era.</returns>
    /// <exception cref="CloudException">The cloud cannot be read.</exception>
    public Task<CloudEra> ReadEraAsync(CancellationToken cancellationToken) =>
        _attempts.RunAsync(() => Survey.ReadEraAsync(cancellationToken), cancellationToken);

    /// <summary>Finds out what a deploy would do, and writes nothing.</summary>
    /// <param name="request">What is to be deployed.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The plan, with all that stands against it.</returns>
    /// <exception cref="CloudException">The cloud cannot be read.</exception>
    public async Task<DeploymentPlan> PlanAsync(DeploymentRequest request, CancellationToken cancellationToken)
    {
        var facts = await ReadAsync(request, cancellationToken).ConfigureAwait(false);
        return Planner.Plan(request, facts);
    }

    /// <summary>Deploys.</summary>
    /// <param name="request">What is to be deployed.</param>
    /// <param name="push">Pushes the artifact; what it throws comes through.</param>
    /// <param name="cancellationToken">Stops it; it can be run again.</param>
    /// <returns>What it came to; a cloud that stops it midway is in the outcome.</returns>
    /// <exception cref="CloudException">The cloud cannot be read; nothing was written.</exception>
    /// <exception cref="DeploymentStoppedException">It was stopped after it had begun.</exception>
    public async Task<DeploymentOutcome> RunAsync(
        DeploymentRequest request, ImagePush push, CancellationToken cancellationToken)
    {
        var facts = await ReadAsync(request, cancellationToken).ConfigureAwait(false);
        var plan = Planner.Plan(request, facts);
        if (!plan.IsRunnable)
        {
            var status = facts.Decision.IsOpen ? DeploymentStatus.NotPossible : DeploymentStatus.RefusedByGate;
            return new DeploymentOutcome(status, plan) { AppId = facts.Observed.App?.Id };
        }

        var run = new DeploymentRun(
            _cloud,
            Switch,
            new HealthWatch(_probe, _options.Health, _options.Time, _options.SecondWatched),
            _options,
            facts,
            plan,
            push);
        return await run.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells what is deployed.</summary>
    /// <param name="name">The application's name, as in its manifest; null for all of the account.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>One entry an application, by name; for a name that is not there, one that says so.</returns>
    /// <exception cref="CloudException">The cloud cannot be read.</exception>
    public Task<IReadOnlyList<AppStatus>> ReadStatusAsync(string? name, CancellationToken cancellationToken) =>
        _attempts.RunAsync(
            () => new StatusReader(_cloud, Survey).ReadAsync(name, cancellationToken), cancellationToken);

    /// <summary>Makes an older revision live again, if it can start.</summary>
    /// <param name="request">Which application, and which revision.</param>
    /// <param name="cancellationToken">Stops it; it can be run again.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="CloudException">The cloud cannot be read, or does not do it.</exception>
    public Task<RollbackOutcome> RollbackAsync(RollbackRequest request, CancellationToken cancellationToken) =>
        new Rollback(_cloud, Survey, Switch, _attempts).RunAsync(request, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _probe.Dispose();

    private Task<DeploymentFacts> ReadAsync(DeploymentRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _attempts.RunAsync(() => Survey.ReadAsync(request, cancellationToken), cancellationToken);
    }
}
