using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Engine.Batch.Running;
using Migrator.Engine.Deploying;
using Migrator.Engine.Jobs;
using Migrator.Engine.Journal;

namespace Migrator.Engine.Batch;

/// <summary>Deploys apps of a batch, each by the same pipeline as a single one.</summary>
internal sealed class AppDeployment
{
    private readonly BatchFile _file;
    private readonly BatchDeploy _deploy;
    private readonly DeploymentPipeline _pipeline;
    private readonly ImmutableArray<(BatchVariable Variable, string Value)> _values;

    private AppDeployment(
        BatchFile file, BatchDeploy deploy, BatchCloud cloud, TimeProvider clock, IMigrationObserver observer)
    {
        (_file, _deploy) = (file, deploy);
        RegistryHost = cloud.Place.RegistryHost;
        _pipeline = new DeploymentPipeline(cloud.Place, clock, observer);
        _values = [.. deploy.Variables.Select(variable => (variable, cloud.ValueOf(variable)))];
    }

    /// <summary>The host of the cloud's registry.</summary>
    public string RegistryHost { get; }

    /// <summary>Makes it, and gets the values of all variables; null when the batch file deploys nothing.</summary>
    /// <exception cref="InvalidOperationException">The batch deploys, and there is no cloud.</exception>
    public static AppDeployment? OfOrNull(
        BatchFile file, BatchPlaces places, TimeProvider clock, IMigrationObserver observer) =>
        file.Deploy is not { } deploy ? null
        : places.Cloud is { } cloud ? new AppDeployment(file, deploy, cloud, clock, observer)
        : throw new InvalidOperationException("The batch deploys, and nobody says how its cloud is reached.");

    /// <summary>Reads what a deploy would read, and writes nothing.</summary>
    public Task<DeployOutcome> PlanAsync(
        BindleId id, SourceOpener open, VerificationPolicy policy, CancellationToken cancellationToken) =>
        _pipeline.RunAsync(RequestOf(id, open, policy) with { DryRun = true }, cancellationToken);

    /// <summary>Deploys an app, when it is still the one that was planned.</summary>
    public Task<DeployOutcome> RunAsync(
        PlannedApp app,
        SourceOpener open,
        VerificationPolicy policy,
        int parallelism,
        CancellationToken cancellationToken) => _pipeline.RunAsync(
            RequestOf(app.Id!, open, policy) with
            {
                LeavesAlone = outcome => LeftAlone.By(_file.Selection, outcome),
                Planned = app.Manifest,
                Parallelism = parallelism,
            },
            cancellationToken);

    private DeployRequest RequestOf(BindleId id, SourceOpener open, VerificationPolicy policy) => new()
    {
        OpenSource = open,
        Id = id,
        Policy = policy,
        Conversion = _file.Conversion,
        Profile = _deploy.Profile,
        Era = _deploy.Era,
        Variables = _values.Where(entry => BatchSelection.IsMeant(entry.Variable.Bindles, id))
            .GroupBy(entry => entry.Variable.Name, entry => entry.Value, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal),
        Links = _deploy.LinksOf(id),
        Smoke = _deploy.Smoke,
        OnFailure = _deploy.OnFailure,
        IsRollbackRequired = _deploy.IsRollbackRequired,
    };
}
