using Migrator.Bindle.Invoices;
using Migrator.Bindle.Signing;
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
    private readonly PushTally _tally = request.Tally ?? new PushTally();
    private string? _source;
    private BindleId? _id = request.Id;
    private Artifact? _artifact;
    private ReadBindle? _read;
    private string? _tag;
    private PushCounts _counts;
    private SignatureVerdict? _signatures;
    private Profile _profile = request.Conversion.Profile;
    private bool _isLeftAlone;
    private MigrationTarget _target = request.Target;

    /// <summary>The status of a job that ends because of what was found so far.</summary>
    public JobStatus Refused => _isLeftAlone ? JobStatus.Skipped : Refusal.StatusOf(log.Findings);

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
        _read = ReadBindle.Of(package);
        return package;
    }

    public async Task<VerifiedBindle?> VerifyAsync(BindlePackage package, CancellationToken cancellationToken)
    {
        var outcome = await log.TimeAsync(
            JobStage.Verify,
            () => BindleVerifier.VerifyAsync(package, request.Policy, cancellationToken)).ConfigureAwait(false);
        _signatures = outcome.Signatures;
        if (request.LeavesAlone?.Invoke(outcome) is { } reason)
        {
            _isLeftAlone = true;
            log.Add(reason);
            return null;
        }

        log.Add(outcome.Findings);
        return outcome.Bindle;
    }

    public async Task<ConversionOutcome> ConvertAsync(
        VerifiedBindle bindle, ConversionOptions options, CancellationToken cancellationToken)
    {
        _profile = options.Profile;
        var outcome = await log.TimeAsync(
            JobStage.Convert,
            () => Converter.ConvertAsync(bindle, options, cancellationToken)).ConfigureAwait(false);
        log.Add(outcome.Findings);
        _artifact = outcome.Artifact;
        return outcome;
    }

    public Task<JobStatus> PushAsync(
        MigrationTarget target, VerifiedBindle bindle, Artifact artifact, CancellationToken cancellationToken)
    {
        _target = target;
        return log.TimeAsync(JobStage.Push, () => PushUnlessThereAsync(bindle, artifact, cancellationToken));
    }

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
        Signatures = _signatures,
        Target = _target.Description,
        Profile = _profile,
        Tag = _tag,
        Manifest = _artifact?.Descriptor,
        Referrer = _artifact?.Referrer?.Descriptor,
        Read = _read,
        Blobs = _artifact is null ? null : BlobsOf(_artifact),
        Counts = _counts,
        Findings = log.Findings,
        Timings = log.Timings,
    };

    private static (int Count, long Bytes) BlobsOf(Artifact artifact)
    {
        var blobs = PushStage.BlobsOf(artifact);
        return (blobs.Length, blobs.Sum(blob => blob.Descriptor.Size));
    }

    private async Task<JobStatus> PushUnlessThereAsync(
        VerifiedBindle bindle, Artifact artifact, CancellationToken cancellationToken)
    {
        _tag = TagName.Of(_target.Tag, bindle.Id.Version, _target.Description);
        var target = await _target.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (target.ConfigureAwait(false))
        {
            artifact = _artifact = WithoutReferrerWhereNobodyReads(target, artifact);
            if (PlannedArtifact.Judge(
                request.Planned, request.PlannedReferrer, artifact, target.Description) is { } other)
            {
                log.Add(other);

                // What it makes now is nowhere; the plan's is what is told of.
                _artifact = null;
                return JobStatus.SourceRefused;
            }

            PushStage.RequireFit(target, artifact);
            var claim = new TagClaim(log, request.OnConflict, target, artifact, _tag) { Advice = request.TagAdvice };
            return await LookAsync(target, bindle, artifact, claim, cancellationToken).ConfigureAwait(false)
                ?? await PushAsync(target, bindle, artifact, claim, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<JobStatus> PushAsync(
        ITarget target, VerifiedBindle bindle, Artifact artifact, TagClaim claim, CancellationToken cancellationToken)
    {
        var stage = new PushStage(log, bindle.Invoice, bindle.Package.Place, _tally)
        {
            ReadsBack = request.ReadsBack,
        };
        try
        {
            var pushed = await stage.PushAsync(target, artifact, claim, request.Parallelism, cancellationToken)
                .ConfigureAwait(false);
            return pushed is null ? claim.Refusal ?? Refused : JobStatus.Done;
        }
        finally
        {
            // What a push sent before it failed was sent all the same.
            _counts = _tally.Counts;
        }
    }

    /// <summary>Looks at the target and writes nothing; null when the push is to go on.</summary>
    private async Task<JobStatus?> LookAsync(
        ITarget target, VerifiedBindle bindle, Artifact artifact, TagClaim claim, CancellationToken cancellationToken)
    {
        var look = await claim.LookAsync(cancellationToken).ConfigureAwait(false);
        if (claim.Refusal is { } refusal)
        {
            return refusal;
        }

        if (request.LooksForReferrer)
        {
            look = await look.WithReferrerAsync(target, artifact, cancellationToken).ConfigureAwait(false);
        }

        // Asked by force, a push also reads again what is there, and mends it.
        if (!request.DryRun && (!look.IsComplete || request.Force))
        {
            return null;
        }

        if (look.IsComplete && target.Traits.LooksCost)
        {
            TakeOnTrust(artifact, claim.Tag);
            return JobStatus.AlreadyThere;
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

    // The tag was moved last, so that one look at it is enough for the artifact. It says nothing of the bindle beside
    // it: a signature that was added changes that one alone.
    private void TakeOnTrust(Artifact artifact, string tag)
    {
        var isUnseen = artifact.Referrer is not null && !request.LooksForReferrer;
        var seen = _artifact = isUnseen ? artifact.WithoutReferrer() : artifact;
        _counts = PushStage.AllThere(seen);
        log.Add((isUnseen ? PushFindings.BindleNotLookedAt : PushFindings.TakenOnTrust).Of(
            $"tag {tag}",
            $"The tag {tag} points to this artifact{(seen.Referrer is null ? "" : ", its whole bindle is listed")}, "
            + "and is moved last, so that nothing else was looked at."
            + (isUnseen
                ? " Whether the bindle beside it, which restore needs, is there and has this very invoice is not "
                    + "known: it is not when it was pushed with --no-referrer or signed since. --force sends it."
                : ""),
            _target.Description));
    }

    // A dry run reads what a push would read, so that it refuses what a push would refuse.
    private async Task<JobStatus> RehearseAsync(
        ITarget target, VerifiedBindle bindle, Artifact artifact, CancellationToken cancellationToken)
    {
        var tally = new PushTally();
        var stage = new PushStage(log, bindle.Invoice, bindle.Package.Place, tally);
        var isSound = await stage.PushBlobsAsync(
            new RehearsalTarget(target), artifact, request.Parallelism, cancellationToken).ConfigureAwait(false);
        _counts = isSound ? tally.Counts : default;
        return isSound ? JobStatus.Planned : Refused;
    }

    private Artifact WithoutReferrerWhereNobodyReads(ITarget target, Artifact artifact)
    {
        if (!target.Traits.IsPushOnly || artifact.Referrer is null)
        {
            return artifact;
        }

        log.Add(PushFindings.NoReferrer.Of(
            "referrer",
            $"{_target.Description} can be pushed to and not read, so the bindle does not go along with the "
            + "artifact. Keep the bindle, or migrate it to another target with the profile bindle as well.",
            _target.Description));
        return artifact.WithoutReferrer();
    }
}
