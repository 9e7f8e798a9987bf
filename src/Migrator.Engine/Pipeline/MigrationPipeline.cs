using Migrator.Engine.Jobs;
using Migrator.Engine.Telemetry;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Pipeline;

/// <summary>Takes one bindle from its source to a target: read, verify, convert, push.</summary>
/// <remarks>Safe for use by several threads at once; each run stands alone.</remarks>
/// <param name="clock">Times the stages.</param>
/// <param name="observer">Hears what happens.</param>
public sealed class MigrationPipeline(TimeProvider clock, IMigrationObserver observer)
{
    /// <summary>Runs one job.</summary>
    /// <remarks>
    /// Running it again does no harm: when the tag points to the artifact already, the invoice, the Spin manifest and
    /// parcels of 128 bytes or less are read, and nothing is written.
    /// </remarks>
    /// <param name="request">The job.</param>
    /// <param name="cancellationToken">Stops the job; the tag then points where it did before.</param>
    /// <returns>What it came to; faults of source, bindle and target are in its findings and not exceptions.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The request's parallelism is not 1 to 64.</exception>
    /// <exception cref="OperationCanceledException">The job was stopped.</exception>
    public async Task<MigrationOutcome> RunAsync(MigrationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Parallelism, 1, nameof(request));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Parallelism, 64, nameof(request));

        using var span = new JobSpan(clock);
        var job = new MigrationJob(request, new JobLog(clock, observer));
        try
        {
            return span.End(job.End(await RunStagesAsync(job, request, cancellationToken).ConfigureAwait(false)));
        }
        catch (Exception exception) when (JobFault.Explain(exception) is { } fault)
        {
            return span.End(job.End(fault));
        }
    }

    private static async Task<JobStatus> RunStagesAsync(
        MigrationJob job, MigrationRequest request, CancellationToken cancellationToken)
    {
        var source = await job.OpenSourceAsync(cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            var package = await job.ReadAsync(source, cancellationToken).ConfigureAwait(false);
            var bindle = await job.VerifyAsync(package, cancellationToken).ConfigureAwait(false);
            if (bindle is null)
            {
                return job.Refused;
            }

            var converted = await job.ConvertAsync(bindle, request.Conversion, cancellationToken).ConfigureAwait(false);
            return converted.Artifact is { } artifact
                ? await job.PushAsync(request.Target, bindle, artifact, cancellationToken).ConfigureAwait(false)
                : job.Refused;
        }
    }
}
