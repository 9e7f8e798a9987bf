using Migrator.Bindle.Verification;
using Migrator.Cloud.Api;
using Migrator.Cloud.Deployment;
using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;
using Migrator.Engine.Pushing;
using Migrator.Engine.Telemetry;
using Migrator.Oci.References;

namespace Migrator.Engine.Deploying;

/// <summary>The stages of one deploy, and what is known of it so far.</summary>
internal sealed class DeployJob
{
    private readonly CloudPlace _cloud;
    private readonly DeployRequest _request;
    private readonly JobLog _log;
    private readonly MigrationJob _migration;
    private DeploymentPlan? _plan;
    private DeploymentOutcome? _deployment;
    private Artifact? _artifact;

    public DeployJob(CloudPlace cloud, DeployRequest request, JobLog log)
    {
        (_cloud, _request, _log) = (cloud, request, log);
        _migration = new MigrationJob(MigrationOf(cloud, request), log);
    }

    public async Task<JobStatus> RunAsync(CancellationToken cancellationToken)
    {
        var source = await _migration.OpenSourceAsync(cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            var package = await _migration.ReadAsync(source, cancellationToken).ConfigureAwait(false);
            var bindle = await _migration.VerifyAsync(package, cancellationToken).ConfigureAwait(false);
            return bindle is null
                ? _migration.Refused
                : await ConvertAndDeployAsync(bindle, cancellationToken).ConfigureAwait(false);
        }
    }

    public DeployOutcome End(JobSpan span, JobStatus status) => End(span.End(_migration.End(status)));

    public DeployOutcome End(JobSpan span, JobFault fault) => End(span.End(_migration.End(fault)));

    private DeployOutcome End(MigrationOutcome migration) =>
        new(migration) { Plan = _plan, Deployment = _deployment, Artifact = _artifact };

    private static MigrationRequest MigrationOf(CloudPlace cloud, DeployRequest request) => new()
    {
        OpenSource = request.OpenSource,
        Id = request.Id,
        Target = MigrationTarget.NotYetKnown(cloud.RegistryHost),
        Policy = request.Policy,
        LeavesAlone = request.LeavesAlone,
        Parallelism = request.Parallelism,
    };

    private async Task<JobStatus> ConvertAndDeployAsync(VerifiedBindle bindle, CancellationToken cancellationToken)
    {
        var era = _request.Era ?? await _cloud.Deployer.ReadEraAsync(cancellationToken).ConfigureAwait(false);
        var conversion = ConversionFor(era);
        var converted = await _migration.ConvertAsync(bindle, conversion, cancellationToken).ConfigureAwait(false);
        return converted is { Artifact: { } artifact, Needs: { } needs }
            ? await _log.TimeAsync(
                JobStage.Deploy,
                () => DeployAsync(bindle, artifact, RequestOf(artifact, needs, era), cancellationToken))
                .ConfigureAwait(false)
            : _migration.Refused;
    }

    // The cloud's hosts are closed: only the form that its own tools push is known to run there.
    private ConversionOptions ConversionFor(CloudEra era)
    {
        var own = era == CloudEra.ExplicitChannels ? Profile.Spin1 : Profile.Spin2;
        if (_request.Profile is { } asked && asked != own)
        {
            _log.Add(DeployFindings.OtherProfile.Of(
                "profile",
                $"The profile {asked} goes to a cloud whose own tools push {own}; "
                + "whether it runs there is seen then."));
        }

        return _request.Conversion with
        {
            Profile = _request.Profile ?? own,
            Referrer = false,
            IsForCloud = true,
        };
    }

    private DeploymentRequest RequestOf(Artifact artifact, AppNeeds needs, CloudEra era) => new()
    {
        Name = needs.Name,
        Version = needs.Version,
        Digest = artifact.Descriptor.Digest.ToString(),
        BlobSizes = [.. artifact.Blobs.Select(blob => blob.Descriptor.Size)],
        Triggers = [needs.Trigger],
        Routes = [.. needs.Routes.Select(route => new AppRoute(route.Component, route.Pattern))],
        RequiredVariables = needs.RequiredVariables,
        KeyValueLabels = needs.KeyValueStores,
        SqlLabels = needs.SqliteDatabases,
        OutboundHosts = needs.OutboundHosts,
        Variables = _request.Variables,
        KeyValues = _request.KeyValues,
        Links = _request.Links,
        AppId = _request.AppId,
        Era = era,
        OnFailure = _request.OnFailure,
        IsRollbackRequired = _request.IsRollbackRequired,
        Smoke = _request.Smoke,
    };

    private async Task<JobStatus> DeployAsync(
        VerifiedBindle bindle, Artifact artifact, DeploymentRequest request, CancellationToken cancellationToken)
    {
        _artifact = artifact;
        if (PlannedArtifact.Judge(_request.Planned, referrer: null, artifact, _cloud.RegistryHost) is { } other)
        {
            _log.Add(other);
            return JobStatus.SourceRefused;
        }

        // A manifest that the registry cannot take is refused before anything is written, and in a dry run too.
        _cloud.Registries.Open(new RegistryReference(_cloud.RegistryHost, CloudNames.AppNameFor(request.Name)))
            .RequireFit(artifact.Descriptor, artifact.ManifestBytes);
        if (_request.DryRun)
        {
            _plan = await _cloud.Deployer.PlanAsync(request, cancellationToken).ConfigureAwait(false);
            _log.Add(DeployFindings.Of(_plan));
            return _plan.IsRunnable ? JobStatus.Planned : RefusalOf(_plan);
        }

        var refusal = JobStatus.Done;
        try
        {
            _deployment = await _cloud.Deployer.RunAsync(request, PushAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (PushRefusedException)
        {
            return refusal;
        }

        _plan = _deployment.Plan;
        _log.Add([.. DeployFindings.Of(_plan), .. DeployFindings.Of(_deployment)]);
        return StatusOf(_deployment);

        async Task PushAsync(CloudImage image, CancellationToken stop)
        {
            var place = new RegistryReference(_cloud.RegistryHost, image.Repository) { Tag = image.Tag };
            refusal = await _migration.PushAsync(
                MigrationTarget.At(place, _cloud.Registries), bindle, artifact, stop).ConfigureAwait(false);
            if (refusal is not (JobStatus.Done or JobStatus.AlreadyThere))
            {
                throw new PushRefusedException();
            }
        }
    }

    private static JobStatus RefusalOf(DeploymentPlan plan) =>
        plan.Decision.IsOpen ? JobStatus.TargetRefused : JobStatus.GateRefused;

    private static JobStatus StatusOf(DeploymentOutcome outcome) => outcome.Status switch
    {
        DeploymentStatus.Ready when outcome.Plan.IsNothingToDo => JobStatus.AlreadyThere,
        DeploymentStatus.Ready => JobStatus.Done,
        DeploymentStatus.NotReady => JobStatus.NotReady,
        DeploymentStatus.RolledBack => JobStatus.RolledBack,
        DeploymentStatus.Interrupted => JobFault.Explain(outcome.Fault!)!.Status,
        _ => RefusalOf(outcome.Plan),
    };

    /// <summary>Leads out of a deploy whose push was refused; the findings say why.</summary>
    private sealed class PushRefusedException : Exception;
}
