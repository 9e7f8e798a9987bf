using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Engine.Checking;
using Migrator.Engine.Jobs;

namespace Migrator.Engine.Inspection;

/// <summary>Looks at a source: what it holds, or what one bindle is. Reads invoices and no parcel.</summary>
/// <param name="clock">Times the stages.</param>
public sealed class BindleInspection(TimeProvider clock)
{
    /// <summary>Looks.</summary>
    /// <param name="request">Where, and which bindle; a source with several is listed when no id is given.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    /// <returns>What is there; faults of the source are in the findings and not exceptions.</returns>
    /// <exception cref="OperationCanceledException">The look was stopped.</exception>
    public async Task<BindleInspectionOutcome> RunAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var log = new JobLog(clock, NoObserver.Instance);
        var outcome = new BindleInspectionOutcome { Status = JobStatus.SourceRefused };
        try
        {
            outcome = await LookAsync(request, log, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (JobFault.Explain(exception) is { } fault)
        {
            log.Add(fault.Finding);
            outcome = outcome with { Status = fault.Status };
        }

        return outcome with { Findings = log.Findings };
    }

    private static async Task<BindleInspectionOutcome> LookAsync(
        CheckRequest request, JobLog log, CancellationToken cancellationToken)
    {
        var source = await request.OpenSource(cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            var outcome = new BindleInspectionOutcome { Status = JobStatus.Done, Source = source.Description };
            if (request.Id is null)
            {
                var entries =
                    await source.ListAsync(cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
                outcome = outcome with { Entries = [.. entries] };
            }

            return outcome.Entries.Length > 1
                ? outcome
                : await ShowAsync(request, source, outcome, log, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<BindleInspectionOutcome> ShowAsync(
        CheckRequest request,
        IBindleSource source,
        BindleInspectionOutcome outcome,
        JobLog log,
        CancellationToken cancellationToken)
    {
        var id = request.Id ?? (outcome.Entries is [{ Id: { } only }] ? only : null);
        var package = await source.OpenAsync(id, cancellationToken).ConfigureAwait(false);
        var verification =
            await BindleVerifier.VerifyAsync(package, request.Policy, cancellationToken).ConfigureAwait(false);
        log.Add(verification.Findings);
        return outcome with
        {
            Status = verification.Bindle is null ? Refusal.StatusOf(verification.Findings) : JobStatus.Done,
            Invoice = package.Invoice,
        };
    }
}
