using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pushing;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Pipeline;

/// <summary>The stages of one job, and what is known of it so far.</summary>
internal sealed class MigrationJob(MigrationRequest request, JobLog log)
{
    private string? _source;
    private BindleId? _id = request.Id;
    private Artifact? _artifact;
    private string? _tag;
    private PushCounts _counts;

    /// <summary>The status of a job that ends because of what was found so far.</summary>
    public JobStatus Refused => Refusal.StatusOf(log.Findings);

    public async Task<IBindleSource> OpenSourceAsync(CancellationToken cancellationToken)
    {
        var source =
            await log.TimeAsync(JobStage.Read, () => request.OpenSource(cancellationToken)).ConfigureAwait(false);
        _source = source.Description;
        return source;
    }

    public async Task<BindlePackage> ReadAsync(IBindleSource source, CancellationToken cancellationToken)
    {
        var package = await log.TimeAsync(
            JobStage.Read, () => source.OpenAsync(request.Id, cancellationToken)).ConfigureAwait(false);
        _id = package.Invoice?.Id ?? _id;
        return package;
    }

    public async Task<VerifiedBindle?> VerifyAsync(BindlePackage package, CancellationToken cancellationToken)
    {
        var outcome = await log.TimeAsync(
            JobStage.Verify,
            () => BindleVerifier.VerifyAsync(package, request.Policy, cancellationToken)).ConfigureAwait(false);
        log.Add(outcome.Findings);
        return outcome.Bindle;
    }

    public async Task<Artifact?> ConvertAsync(VerifiedBindle bindle, CancellationToken cancellationToken)
    {
        var outcome = await log.TimeAsync(
            JobStage.Convert,
            () => Converter.ConvertAsync(bindle, request.Conversion, cancellationToken)).ConfigureAwait(false);
        log.Add(outcome.Findings);
        return _artifact = outcome.Artifact;
    }

    public Task<JobStatus> PushAsync(VerifiedBindle bindle, Artifact artifact, CancellationToken cancellationToken) =>
        log.TimeAsync(JobStage.Push, () => PushUnlessThereAsync(bindle, artifact, cancellationToken));

    public MigrationOutcome End(JobFault fault)
    {
        log.Add(fault.Finding);
        return End(fault.Status);
    }

    public MigrationOutcome End(JobStatus status) => new()
    {
        Status = status,
        Source = _source,
        Id = _id,
        Target = request.Target.Description,
        Profile = request.Conversion.Profile,
        Tag = _tag,
        Manifest = _artifact?.Descriptor,
        Referrer = _artifact?.Referrer?.Descriptor,
        Counts = _counts,
        Findings = log.Findings,
        Timings = log.Timings,
    };

    private async Task<JobStatus> PushUnlessThereAsync(
        VerifiedBindle bindle, Artifact artifact, CancellationToken cancellationToken)
    {
        _tag = TagName.Of(request.Target.Tag, bindle.Id.Version, request.Target.Description);
        var target = await request.Target.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (target.ConfigureAwait(false))
        {
            return await LookAsync(target, bindle, artifact, _tag, cancellationToken).ConfigureAwait(false)
                ?? await PushAsync(target, bindle, artifact, _tag, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<JobStatus> PushAsync(
        ITarget target, VerifiedBindle bindle, Artifact artifact, string tag, CancellationToken cancellationToken)
    {
        var stage = new PushStage(log, bindle.Invoice, bindle.Package.Place);
        var pushed =
            await stage.PushAsync(target, artifact, tag, request.Parallelism, cancellationToken).ConfigureAwait(false);
        _counts = pushed?.Counts ?? default;
        return pushed is null ? Refused : JobStatus.Done;
    }

    /// <summary>Looks at the target and writes nothing; null when the push is to go on.</summary>
    private async Task<JobStatus?> LookAsync(
        ITarget target, VerifiedBindle bindle, Artifact artifact, string tag, CancellationToken cancellationToken)
    {
        var look = await TagLook.AtAsync(target, artifact, tag, cancellationToken).ConfigureAwait(false);
        if (look.IsTakenFrom(artifact) && !JudgeTaken(look, artifact, tag))
        {
            return JobStatus.TargetRefused;
        }

        // Asked to move tags, a push also reads again what is there, and mends it.
        if (!request.DryRun && (!look.IsComplete || request.Force))
        {
            return null;
        }

        // A layout can have lost a blob or a manifest: then the push goes on and brings it back.
        var plan = await PushStage.PlanAsync(target, artifact, cancellationToken).ConfigureAwait(false);
        var isThere = look.IsComplete && plan.BlobsPushed == 0
            && await ManifestLook.AreWholeAsync(target, artifact, cancellationToken).ConfigureAwait(false);
        _counts = isThere ? plan : default;
        return isThere ? JobStatus.AlreadyThere
            : request.DryRun ? await RehearseAsync(target, bindle, artifact, cancellationToken).ConfigureAwait(false)
            : null;
    }

    // A dry run reads what a push would read, so that it refuses what a push would refuse.
    private async Task<JobStatus> RehearseAsync(
        ITarget target, VerifiedBindle bindle, Artifact artifact, CancellationToken cancellationToken)
    {
        var stage = new PushStage(log, bindle.Invoice, bindle.Package.Place);
        var rehearsed = await stage.PushBlobsAsync(
            new RehearsalTarget(target), artifact, request.Parallelism, cancellationToken).ConfigureAwait(false);
        _counts = rehearsed ?? default;
        return rehearsed is null ? Refused : JobStatus.Planned;
    }

    private bool JudgeTaken(TagLook look, Artifact artifact, string tag)
    {
        var subject = $"tag {tag}";
        var facts = $"The {subject} of {request.Target.Description} points to {look.Found}; "
            + $"this bindle makes {artifact.Descriptor.Digest}.";
        log.Add(request.Force
            ? PushFindings.TagMoved.Of(subject, $"{facts} It is moved, as asked.", request.Target.Description)
            : PushFindings.TagTaken.Of(
                subject,
                $"{facts} Give another tag, or allow this one to move (--force).",
                request.Target.Description));
        return request.Force;
    }
}
