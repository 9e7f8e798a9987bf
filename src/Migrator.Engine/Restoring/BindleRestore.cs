using Migrator.Engine.Jobs;

namespace Migrator.Engine.Restoring;

/// <summary>Brings a bindle back from OCI to a standalone folder, bit for bit.</summary>
/// <remarks>Safe for use by several threads at once; each run stands alone.</remarks>
/// <param name="clock">Times the stages.</param>
/// <param name="observer">Hears what happens.</param>
public sealed class BindleRestore(TimeProvider clock, IMigrationObserver observer)
{
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
        var job = new RestoreJob(request, new JobLog(clock, observer));
        try
        {
            return job.End(await job.RunAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (JobFault.Explain(exception, JobStatus.SourceRefused) is { } fault)
        {
            return job.End(fault);
        }
    }
}
