using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Telemetry;

namespace Migrator.Engine.Deploying;

/// <summary>Takes one bindle from its source to a cloud: read, verify, convert, push, deploy, watch.</summary>
/// <remarks>Safe for use by several threads at once; each run stands alone.</remarks>
/// <param name="cloud">The cloud.</param>
/// <param name="clock">Times the stages.</param>
/// <param name="observer">Hears what happens.</param>
public sealed class DeploymentPipeline(CloudPlace cloud, TimeProvider clock, IMigrationObserver observer)
{
    /// <summary>Runs one deploy. After a stop at any point, running it again ends in the same state.</summary>
    /// <param name="request">The deploy.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>
    /// What it came to; faults of source, bindle, registry and cloud are in its findings and not exceptions.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// What is asked for is no Spin application: a profile that is not Spin's, or the bindle's version as the
    /// application's, by which a cloud would take it for a bindle.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The request's parallelism is not 1 to 64.</exception>
    /// <exception cref="OperationCanceledException">The deploy was stopped.</exception>
    public async Task<DeployOutcome> RunAsync(DeployRequest request, CancellationToken cancellationToken)
    {
        RequireSense(request);
        using var span = new JobSpan(clock);
        var job = new DeployJob(cloud, request, new JobLog(clock, observer));
        try
        {
            return job.End(span, await job.RunAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (JobFault.Explain(exception) is { } fault)
        {
            return job.End(span, fault);
        }
    }

    private static void RequireSense(DeployRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Parallelism, 1, nameof(request));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Parallelism, 64, nameof(request));
        if (request.Profile == Profile.Bindle)
        {
            throw new ArgumentException("A cloud runs Spin applications, and no bindles in OCI.", nameof(request));
        }

        if (request.Conversion.AppVersion == AppVersionPolicy.Full)
        {
            throw new ArgumentException(
                "With the bindle's version an application says that it runs from a bindle.", nameof(request));
        }
    }
}
