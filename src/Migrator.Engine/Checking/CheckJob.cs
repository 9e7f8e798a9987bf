using Migrator.Bindle.Invoices;
using Migrator.Bindle.Signing;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Engine.Audit;
using Migrator.Engine.Jobs;

namespace Migrator.Engine.Checking;

/// <summary>The stages of one check, and what is known of it so far, however it ends.</summary>
internal sealed class CheckJob(CheckRequest request, JobLog log)
{
    private string? _source;
    private BindleId? _id = request.Id;
    private int _parcels;
    private long _bytes;
    private SignatureVerdict? _signatures;
    private AuditReport? _audit;

    public async Task<JobStatus> RunAsync(CancellationToken cancellationToken)
    {
        var source =
            await log.TimeAsync(JobStage.Read, () => request.OpenSource(cancellationToken)).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            _source = source.Description;
            var package = await log.TimeAsync(
                JobStage.Read, () => source.OpenAsync(request.Id, cancellationToken)).ConfigureAwait(false);
            Note(package);
            var verification = await log.TimeAsync(
                JobStage.Verify,
                () => BindleVerifier.VerifyAsync(package, request.Policy, cancellationToken)).ConfigureAwait(false);
            log.Add(verification.Findings);
            _signatures = verification.Signatures;
            return verification.Bindle is { } bindle
                ? await CheckAsync(bindle, cancellationToken).ConfigureAwait(false)
                : Refusal.StatusOf(verification.Findings);
        }
    }

    public CheckOutcome End(JobFault fault)
    {
        log.Add(fault.Finding);
        return End(fault.Status);
    }

    public CheckOutcome End(JobStatus status) => new()
    {
        Status = status,
        Source = _source,
        Id = _id,
        Parcels = _parcels,
        Bytes = _bytes,
        Signatures = _signatures,
        Audit = _audit,
        Findings = log.Findings,
        Timings = log.Timings,
    };

    private void Note(BindlePackage package)
    {
        if (package.Invoice is { } invoice)
        {
            _id = invoice.Id;
            _parcels = invoice.Parcels.Length;
            _bytes = ByteSum.Of(invoice.Parcels.Select(parcel => parcel.Label.Size));
        }
    }

    private async Task<JobStatus> CheckAsync(VerifiedBindle bindle, CancellationToken cancellationToken)
    {
        var parcels = await log.TimeAsync(
            JobStage.Hash, () => BindleVerifier.HashParcelsAsync(bindle, cancellationToken)).ConfigureAwait(false);
        log.Add(parcels);
        if (request.OpenTarget is { } open)
        {
            _audit = await log.TimeAsync(
                JobStage.Audit, () => AuditAsync(open, bindle, cancellationToken)).ConfigureAwait(false);
            log.Add(_audit.Findings);
        }

        if (parcels.Any(finding => finding.IsError))
        {
            return Refusal.StatusOf(parcels);
        }

        return _audit switch
        {
            // What is not there was not compared: as everywhere, the thing to read is missing.
            { Verdict: AuditVerdict.Differs, Digest: null } => JobStatus.SourceRefused,
            { Verdict: AuditVerdict.Differs } => JobStatus.Mismatch,
            _ => JobStatus.Done,
        };
    }

    private async Task<AuditReport> AuditAsync(
        ReadOnlyTargetOpener open, VerifiedBindle bindle, CancellationToken cancellationToken)
    {
        var target = await open(cancellationToken).ConfigureAwait(false);
        await using (target.ConfigureAwait(false))
        {
            var tag = TagName.Of(request.Reference, bindle.Id.Version, target.Description);
            return await ArtifactAudit.RunAsync(
                bindle, target, tag, new AuditOptions(), cancellationToken).ConfigureAwait(false);
        }
    }
}
