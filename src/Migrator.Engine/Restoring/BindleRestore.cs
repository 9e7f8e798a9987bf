using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Faithful;
using Migrator.Engine.Jobs;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Restoring;

/// <summary>Brings a bindle back from OCI to a standalone folder, bit for bit.</summary>
/// <remarks>Safe for use by several threads at once; each run stands alone.</remarks>
/// <param name="clock">Times the stages.</param>
/// <param name="observer">Hears what happens.</param>
public sealed class BindleRestore(TimeProvider clock, IMigrationObserver observer)
{
    // What was taken once comes back, whatever the reader's policy of today.
    private static readonly VerificationPolicy AnythingStored = new()
    {
        Lenient = true,
        IncludeYanked = true,
        MaxParcelSize = long.MaxValue,
        MaxParcels = int.MaxValue,
    };

    /// <summary>Runs one restore.</summary>
    /// <param name="request">The job.</param>
    /// <param name="cancellationToken">Stops it; nothing half-written is left.</param>
    /// <returns>
    /// What it came to; faults of the OCI side and of the folder are in its findings and not exceptions.
    /// </returns>
    /// <exception cref="OperationCanceledException">The job was stopped.</exception>
    public async Task<RestoreOutcome> RunAsync(RestoreRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var log = new JobLog(clock, observer);
        var outcome = new RestoreOutcome { Status = JobStatus.SourceRefused };
        try
        {
            outcome = await RunStagesAsync(request, log, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (JobFault.Explain(exception, JobStatus.SourceRefused) is { } fault)
        {
            log.Add(fault.Finding);
            outcome = outcome with { Status = fault.Status };
        }

        return outcome with { Findings = log.Findings, Timings = log.Timings };
    }

    private static async Task<RestoreOutcome> RunStagesAsync(
        RestoreRequest request, JobLog log, CancellationToken cancellationToken)
    {
        var target =
            await log.TimeAsync(JobStage.Read, () => request.OpenTarget(cancellationToken)).ConfigureAwait(false);
        await using (target.ConfigureAwait(false))
        {
            var package = await log.TimeAsync(
                JobStage.Read, () => OpenAsync(target, request.Reference, cancellationToken)).ConfigureAwait(false);
            var outcome = new RestoreOutcome
            {
                Status = JobStatus.SourceRefused,
                Source = target.Description,
                Id = package.Invoice?.Id,
            };
            var verification = await log.TimeAsync(
                JobStage.Verify,
                () => BindleVerifier.VerifyAsync(package, AnythingStored, cancellationToken)).ConfigureAwait(false);
            log.Add(verification.Findings);
            return verification.Bindle is { } bindle
                ? await WriteAsync(request, log, outcome, bindle, cancellationToken).ConfigureAwait(false)
                : outcome with { Status = Refusal.StatusOf(verification.Findings) };
        }
    }

    private static async Task<BindlePackage> OpenAsync(
        IReadOnlyTarget target, string? reference, CancellationToken cancellationToken)
    {
        var source = new OciBindleSource(target, lenient: true);
        return reference is null
            ? await source.OpenAsync(null, cancellationToken).ConfigureAwait(false)
            : await source.OpenByReferenceAsync(reference, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<RestoreOutcome> WriteAsync(
        RestoreRequest request,
        JobLog log,
        RestoreOutcome outcome,
        VerifiedBindle bindle,
        CancellationToken cancellationToken)
    {
        var isNew = await log.TimeAsync(
            JobStage.Write,
            () => StandaloneFolderWriter.WriteAsync(bindle.Package, request.Folder, cancellationToken)).ConfigureAwait(
                false);
        return outcome with
        {
            Status = isNew ? JobStatus.Done : JobStatus.AlreadyThere,
            Folder = request.Folder,
        };
    }
}
