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
        var job = new CheckJob(request, new JobLog(clock, observer));
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
