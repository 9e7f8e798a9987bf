using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Engine.Audit;
using Migrator.Engine.Jobs;

namespace Migrator.Engine.Checking;

/// <summary>
/// Checks a bindle where it lies: its invoice is read and judged, every parcel read and hashed, and a migrated artifact
/// held against it when one is named.
/// </summary>
/// <remarks>Safe for use by several threads at once; each run stands alone.</remarks>
/// <param name="clock">Times the stages.</param>
/// <param name="observer">Hears what happens.</param>
public sealed class BindleCheck(TimeProvider clock, IMigrationObserver observer)
{
    /// <summary>Runs one check; writes nothing.</summary>
    /// <param name="request">The check.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What it came to; faults of source and bindle are in its findings and not exceptions.</returns>
    /// <exception cref="OperationCanceledException">The check was stopped.</exception>
    public async Task<CheckOutcome> RunAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var log = new JobLog(clock, observer);
        var outcome = new CheckOutcome { Status = JobStatus.SourceRefused, Id = request.Id };
        try
        {
            outcome = await RunStagesAsync(request, log, outcome, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (JobFault.Explain(exception, JobStatus.Mismatch) is { } fault)
        {
            log.Add(fault.Finding);
            outcome = outcome with { Status = fault.Status };
        }

        return outcome with { Findings = log.Findings, Timings = log.Timings };
    }

    private static async Task<CheckOutcome> RunStagesAsync(
        CheckRequest request, JobLog log, CheckOutcome outcome, CancellationToken cancellationToken)
    {
        var source =
            await log.TimeAsync(JobStage.Read, () => request.OpenSource(cancellationToken)).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            var package = await log.TimeAsync(
                JobStage.Read, () => source.OpenAsync(request.Id, cancellationToken)).ConfigureAwait(false);
            var verification = await log.TimeAsync(
                JobStage.Verify,
                () => BindleVerifier.VerifyAsync(package, request.Policy, cancellationToken)).ConfigureAwait(false);
            log.Add(verification.Findings);
            var read = Describe(outcome with { Source = source.Description }, package);
            return verification.Bindle is { } bindle
                ? await CheckAsync(request, bindle, read, log, cancellationToken).ConfigureAwait(false)
                : read with { Status = Refusal.StatusOf(verification.Findings) };
        }
    }

    private static async Task<CheckOutcome> CheckAsync(
        CheckRequest request,
        VerifiedBindle bindle,
        CheckOutcome outcome,
        JobLog log,
        CancellationToken cancellationToken)
    {
        var parcels = await log.TimeAsync(
            JobStage.Hash, () => BindleVerifier.HashParcelsAsync(bindle, cancellationToken)).ConfigureAwait(false);
        log.Add(parcels);
        var audit = request.OpenTarget is { } open
            ? await log.TimeAsync(
                JobStage.Audit, () => AuditAsync(open, request.Reference, bindle, cancellationToken)).ConfigureAwait(
                    false)
            : null;
        log.Add(audit?.Findings ?? []);
        return outcome with { Audit = audit, Status = StatusOf(parcels, audit) };
    }

    private static JobStatus StatusOf(IReadOnlyCollection<Finding> parcels, AuditReport? audit)
    {
        if (parcels.Any(finding => finding.IsError))
        {
            return Refusal.StatusOf(parcels);
        }

        return audit?.Verdict is AuditVerdict.Differs ? JobStatus.Mismatch : JobStatus.Done;
    }

    private static async Task<AuditReport> AuditAsync(
        ReadOnlyTargetOpener open, string? reference, VerifiedBindle bindle, CancellationToken cancellationToken)
    {
        var target = await open(cancellationToken).ConfigureAwait(false);
        await using (target.ConfigureAwait(false))
        {
            var tag = TagName.Of(reference, bindle.Id.Version, target.Description);
            return await ArtifactAudit.RunAsync(
                bindle, target, tag, new AuditOptions(), cancellationToken).ConfigureAwait(false);
        }
    }

    private static CheckOutcome Describe(CheckOutcome outcome, BindlePackage package) =>
        package.Invoice is not { } invoice
        ? outcome
        : outcome with
        {
            Id = invoice.Id,
            Parcels = invoice.Parcels.Length,
            Bytes = invoice.Parcels.Aggregate(0L, (sum, parcel) => unchecked(sum + parcel.Label.Size)),
        };
}
