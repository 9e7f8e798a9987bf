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
        var look = new BindleLook(request, new JobLog(clock, NoObserver.Instance));
        try
        {
            return look.End(await look.RunAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (JobFault.Explain(exception) is { } fault)
        {
            return look.End(fault);
        }
    }
}
