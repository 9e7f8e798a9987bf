using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Cloud.Deployment;
using Migrator.Engine.Deploying;
using Migrator.Engine.Jobs;
using Migrator.Engine.Journal;
using Migrator.Engine.Pushing;
using Migrator.Oci.References;

namespace Migrator.Engine.Batch.Planning;

/// <summary>Looks at what is deployed of a bindle, and at what the version gate says; writes nothing.</summary>
internal sealed class CloudLook(AppDeployment deployment, VerificationPolicy policy, LookClock clock)
{
    public async Task<PlanEntry> LookAsync(
        BindleId id, IBindleSource source, PlanEntry entry, CancellationToken cancellationToken)
    {
        var outcome = await clock.TimeAsync(() => deployment.PlanAsync(
            id, _ => Task.FromResult<IBindleSource>(new KeptOpenSource(source)), policy, cancellationToken))
            .ConfigureAwait(false);
        entry = entry with
        {
            Class = ClassOf(outcome),
            Findings = outcome.Migration.Findings,
            Manifest = outcome.Migration.Manifest?.Digest,
            Blobs = outcome.Artifact is { } artifact
                ? [.. PushStage.BlobsOf(artifact).Select(blob => blob.Descriptor)]
                : [],
        };
        return outcome.Plan is { } plan ? Describe(plan, entry) : entry;
    }

    private static PlanClass ClassOf(DeployOutcome outcome) => outcome switch
    {
        { Plan: { IsRunnable: true } plan } => plan.IsNothingToDo ? PlanClass.AlreadyThere : PlanClass.Migrate,
        { Plan: not null } => PlanClass.GateRefused,
        { Status: JobStatus.SourceRefused } => PlanClasses.Of(outcome.Migration.Findings),
        _ => PlanClasses.Of(outcome.Status),
    };

    private PlanEntry Describe(DeploymentPlan plan, PlanEntry entry)
    {
        var repository = $"{deployment.RegistryHost}/{plan.Image.Repository}";
        var isOne = TargetReference.TryParse(repository, out _);
        return entry with
        {
            Repository = isOne ? repository : null,
            Tag = isOne ? plan.Image.Tag : null,
            Gate = $"{plan.Decision.Action}: {plan.Decision.Reason}",
        };
    }
}
