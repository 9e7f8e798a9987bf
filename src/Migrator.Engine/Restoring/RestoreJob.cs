using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Faithful;
using Migrator.Engine.Jobs;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Restoring;

/// <summary>The stages of one restore, and what is known of it so far, however it ends.</summary>
internal sealed class RestoreJob(RestoreRequest request, JobLog log)
{
    // What was taken once comes back, whatever the reader's policy of today.
    private static readonly VerificationPolicy AnythingStored = new()
    {
        Lenient = true,
        IncludeYanked = true,
        MaxParcelSize = long.MaxValue,
        MaxParcels = int.MaxValue,
    };

    private string? _source;
    private BindleId? _id;
    private string? _folder;

    public async Task<JobStatus> RunAsync(CancellationToken cancellationToken)
    {
        var target =
            await log.TimeAsync(JobStage.Read, () => request.OpenTarget(cancellationToken)).ConfigureAwait(false);
        await using (target.ConfigureAwait(false))
        {
            _source = target.Description;
            var package = await log.TimeAsync(
                JobStage.Read, () => OpenAsync(target, cancellationToken)).ConfigureAwait(false);
            _id = package.Invoice?.Id;
            var verification = await log.TimeAsync(
                JobStage.Verify,
                () => BindleVerifier.VerifyAsync(package, AnythingStored, cancellationToken)).ConfigureAwait(false);
            log.Add(verification.Findings);
            return verification.Bindle is { } bindle
                ? await WriteAsync(bindle, cancellationToken).ConfigureAwait(false)
                : Refusal.StatusOf(verification.Findings);
        }
    }

    public RestoreOutcome End(JobFault fault)
    {
        log.Add(fault.Finding);
        return End(fault.Status);
    }

    public RestoreOutcome End(JobStatus status) => new()
    {
        Status = status,
        Source = _source,
        Id = _id,
        Folder = _folder,
        Findings = log.Findings,
        Timings = log.Timings,
    };

    private async Task<BindlePackage> OpenAsync(IReadOnlyTarget target, CancellationToken cancellationToken)
    {
        var source = new OciBindleSource(target, lenient: true);
        return request.Reference is null
            ? await source.OpenAsync(null, cancellationToken).ConfigureAwait(false)
            : await source.OpenByReferenceAsync(request.Reference, cancellationToken).ConfigureAwait(false);
    }

    private async Task<JobStatus> WriteAsync(VerifiedBindle bindle, CancellationToken cancellationToken)
    {
        var isNew = await log.TimeAsync(
            JobStage.Write,
            () => StandaloneFolderWriter.WriteAsync(bindle.Package, request.Folder, cancellationToken)).ConfigureAwait(
                false);
        _folder = request.Folder;
        return isNew ? JobStatus.Done : JobStatus.AlreadyThere;
    }
}
