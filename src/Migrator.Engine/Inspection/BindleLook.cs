using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Engine.Checking;
using Migrator.Engine.Jobs;

namespace Migrator.Engine.Inspection;

/// <summary>One look at a source, and what is known of it so far, however it ends.</summary>
internal sealed class BindleLook(CheckRequest request, JobLog log)
{
    private string? _source;
    private ImmutableArray<BindleEntry> _entries = [];
    private Invoice? _invoice;

    public async Task<JobStatus> RunAsync(CancellationToken cancellationToken)
    {
        var source = await request.OpenSource(cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            _source = source.Description;
            if (request.Id is null)
            {
                var entries =
                    await source.ListAsync(cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
                _entries = [.. entries];
            }

            if (_entries.Length > 1)
            {
                log.Add(InspectionFindings.OfNames(_entries.Select(entry => entry.Id).OfType<BindleId>()));
                return JobStatus.Done;
            }

            return await ShowAsync(source, cancellationToken).ConfigureAwait(false);
        }
    }

    public BindleInspectionOutcome End(JobFault fault)
    {
        log.Add(fault.Finding);
        return End(fault.Status);
    }

    public BindleInspectionOutcome End(JobStatus status) => new()
    {
        Status = status,
        Source = _source,
        Entries = _entries,
        Invoice = _invoice,
        Findings = log.Findings,
    };

    private async Task<JobStatus> ShowAsync(IBindleSource source, CancellationToken cancellationToken)
    {
        var id = request.Id ?? (_entries is [{ Id: { } only }] ? only : null);
        var package = await source.OpenAsync(id, cancellationToken).ConfigureAwait(false);
        _invoice = package.Invoice;
        var verification =
            await BindleVerifier.VerifyAsync(package, request.Policy, cancellationToken).ConfigureAwait(false);
        log.Add(verification.Findings);
        return verification.Bindle is null ? Refusal.StatusOf(verification.Findings) : JobStatus.Done;
    }
}
