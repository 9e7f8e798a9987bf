using Migrator.Bindle.Sources;
using Migrator.Engine.Journal;
using Migrator.Engine.Pipeline;
using Migrator.Engine.Pushing;
using Migrator.Oci.References;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Batch.Running;

/// <summary>Does what a plan says of one app: migrates it to its target, or deploys it.</summary>
internal sealed class AppWork(BatchFile file, BatchPlaces places, BatchLimits limits, RunTools tools)
{
    private const string TagAdvice = "The plan did not see that. The batch file's conflict says what becomes of such "
        + "tags: write what is wanted there, or see who set this one, and plan again.";

    private readonly BlobFlights _flights = new();

    /// <summary>Does it.</summary>
    /// <param name="app">The app.</param>
    /// <param name="begun">Ends when the journal has recorded that the app begins; nothing is written before.</param>
    /// <param name="tally">Adds up what is sent to a target; not what a deploy sends, which its outcome says.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<AppResult> RunAsync(
        PlannedApp app, Task begun, PushTally tally, CancellationToken cancellationToken)
    {
        if (tools.Deployment is not { } deployment)
        {
            return new AppResult(await tools.Pipeline.RunAsync(
                RequestOf(app, begun) with { Tally = tally }, cancellationToken).ConfigureAwait(false));
        }

        await begun.ConfigureAwait(false);
        var outcome = await deployment.RunAsync(
            app, stop => OpenSourceAsync(app, stop), tools.Policy, limits.Blobs, cancellationToken)
            .ConfigureAwait(false);
        return AppResult.Of(deployment.RegistryHost, outcome);
    }

    private MigrationRequest RequestOf(PlannedApp app, Task begun)
    {
        var reference = TargetReference.Parse(app.Repository!) with { Tag = app.Tag };
        return new MigrationRequest
        {
            OpenSource = stop => OpenSourceAsync(app, stop),
            Id = app.Id,
            Target = MigrationTarget.OpenedBy(reference, stop => OpenTargetAsync(app, reference, begun, stop)),
            Policy = tools.Policy,
            LeavesAlone = outcome => LeftAlone.By(file.Selection, outcome),
            Conversion = file.Conversion,
            OnConflict = file.OnConflict,
            ReadsBack = file.ReadsBack,
            LooksForReferrer = true,
            Parallelism = limits.Blobs,
            Planned = app.Manifest,
            PlannedReferrer = app.Referrer,
            TagAdvice = TagAdvice,
        };
    }

    private Task<IBindleSource> OpenSourceAsync(
        PlannedApp app, CancellationToken cancellationToken) =>
        tools.Sources.OpenAsync(app.Source, app.Place, cancellationToken);

    private async Task<ITarget> OpenTargetAsync(
        PlannedApp app, TargetReference reference, Task begun, CancellationToken cancellationToken)
    {
        var target = await places.OpenTarget(reference, cancellationToken).ConfigureAwait(false);
        return new PlannedTarget(target, begun)
        {
            Host = (reference as RegistryReference)?.Host,
            Flights = _flights,
        };
    }
}
