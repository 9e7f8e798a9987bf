using System.Collections.Immutable;
using Migrator.Cloud.Api;
using Migrator.Cloud.Api.Model;
using Migrator.Cloud.Deployment.Gate;
using Migrator.Cloud.Health;

namespace Migrator.Cloud.Deployment;

/// <summary>Reads what there is before a deploy; writes nothing.</summary>
internal sealed class AppSurvey(CloudClient cloud, AppProbe probe, DeployerOptions options)
{
    /// <summary>Reads everything a deploy depends on.</summary>
    public async Task<DeploymentFacts> ReadAsync(DeploymentRequest request, CancellationToken cancellationToken)
    {
        var apps = await ListAsync(cancellationToken).ConfigureAwait(false);
        var era = request.Era ?? await EraAsync(apps, cancellationToken).ConfigureAwait(false);
        var name = CloudNames.AppNameFor(request.Name);
        var (observed, baseline) = await ObserveSettledAsync(request, apps, name, cancellationToken)
            .ConfigureAwait(false);
        var facts = new DeploymentFacts(era, observed, VersionGate.Judge(observed, Packaging.Oci))
        {
            AppCount = apps.Count,
            StoredAlike = StoredAlike(apps, observed),
            Baseline = baseline,
        };
        return facts.Decision.IsOpen
            ? await AddResourcesAsync(request, facts, cancellationToken).ConfigureAwait(false)
            : facts;
    }

    /// <summary>Lists the applications of the account.</summary>
    public async Task<List<AppItem>> ListAsync(CancellationToken cancellationToken)
    {
        var apps = new List<AppItem>();
        await foreach (var app in cloud.Apps.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            apps.Add(app);
        }

        return apps;
    }

    /// <summary>Looks at one application of a list, by its id or its name.</summary>
    public async Task<(ObservedApp App, ImmutableArray<ProbeSample> Baseline)> ObserveAsync(
        IReadOnlyCollection<AppItem> apps, string name, Guid? id, CancellationToken cancellationToken)
    {
        var app = id is null ? apps.FirstOrDefault(app => app.Name == name) : apps.FirstOrDefault(app => app.Id == id);
        if (app is null && id is not null)
        {
            throw new CloudException(CloudFailure.NotFound, "finding the app", $"The account has no app {id}.");
        }

        ImmutableArray<ProbeSample> baseline = app?.Host() is { } host
            && CloudNames.AppUrlOrNull(cloud, host) is { } url
            ?
            [
                .. await probe.SampleAsync(
                    url,
                    options.Health.BaselineSamples,
                    options.Health.Interval,
                    cancellationToken).ConfigureAwait(false),
            ]
            : [];
        var observed = new ObservedApp(app?.Name ?? name, app, RunningPackage.Of(baseline))
        {
            CommandOptions = options.CommandOptions,
            Similar = [.. apps.Where(other => other.Name != name && CloudNames.AppNameFor(other.Name) == name)],
            Digests = baseline.Any(sample => sample.Kind == ProbeKind.Bindle)
                ? []
                : [.. baseline.Select(sample => sample.Identity).OfType<string>().Distinct()],
        };
        return (observed, baseline);
    }

    /// <summary>The application that a person names: the one of that very name, else of what OCI makes of it.</summary>
    public static AppItem? NamedOrNull(IReadOnlyCollection<AppItem> apps, string name) =>
        apps.FirstOrDefault(app => app.Name == name)
        ?? apps.FirstOrDefault(app => app.Name == CloudNames.AppNameFor(name));

    /// <summary>
    /// Names of the other applications that a revision of an application would be registered with, too: the cloud finds
    /// them by their storage id alone (spec/cloud-deploy.md 7.3).
    /// </summary>
    public static ImmutableArray<string> StoredAlike(IEnumerable<AppItem> apps, ObservedApp observed) =>
    [
        .. apps.Where(other => other.Id != observed.App?.Id
                && other.StorageId == CloudNames.OciScheme + observed.Repository)
            .Select(other => other.Name),
    ];

    /// <summary>Finds out how the cloud activates.</summary>
    public async Task<CloudEra> ReadEraAsync(CancellationToken cancellationToken) => await EraAsync(
        await ListAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Tells how the cloud activates by what an application looks like.</summary>
    public static CloudEra EraOf(AppItem app) =>
        app.Subdomain is null ? CloudEra.ExplicitChannels : CloudEra.ImplicitActivation;

    /// <summary>Tells how the cloud activates by what its applications look like.</summary>
    public async Task<CloudEra> EraAsync(IReadOnlyList<AppItem> apps, CancellationToken cancellationToken)
    {
        if (apps.Count > 0)
        {
            return EraOf(apps[0]);
        }

        try
        {
            return await cloud.Document.ReadEraAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CloudException cause) when (!cause.MayPass)
        {
            throw new CloudException(
                cause.Failure,
                cause.What,
                $"{cloud.Url.Host}: the account has no apps yet, and the cloud's own document does not tell how it "
                + $"makes revisions live ({cause.Message.TrimEnd('.')}). Say it: --era implicit-activation, or "
                + "explicit-channels for a cloud of before 2024; in a batch file 'era' below [deploy].",
                cause);
        }
    }

    // A failover that is going on hides what is live; a few looks later it is over.
    private async Task<(ObservedApp App, ImmutableArray<ProbeSample> Baseline)> ObserveSettledAsync(
        DeploymentRequest request, List<AppItem> apps, string name, CancellationToken cancellationToken)
    {
        for (var look = 1; ; look++)
        {
            var (seen, baseline) = await ObserveAsync(apps, name, request.AppId, cancellationToken)
                .ConfigureAwait(false);
            var observed = await AddRegistrationAsync(request, seen, cancellationToken).ConfigureAwait(false);
            var decision = VersionGate.Judge(observed, Packaging.Oci);
            if (decision.Action != GateAction.Wait || look > options.FailoverLooks)
            {
                return (observed, baseline);
            }

            options.Paused?.Invoke(new DeploymentPause(options.FailoverWait, decision.Reason));
            await Task.Delay(options.FailoverWait, options.Time, cancellationToken).ConfigureAwait(false);
            apps = await ListAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // Whether a deploy was stopped between registering and activating is to be seen at what it registered.
    private async Task<ObservedApp> AddRegistrationAsync(
        DeploymentRequest request, ObservedApp observed, CancellationToken cancellationToken)
    {
        if (observed.App is not { } app
            || VersionGate.Judge(observed, Packaging.Oci).Verdict != GateVerdict.RolledBack)
        {
            return observed;
        }

        var tag = CloudNames.TagFor(request.Version, request.Digest);
        var revision = await StepRunner.FindRevisionOrNullAsync(cloud, app.Id, tag, cancellationToken)
            .ConfigureAwait(false);
        return observed with { IsRegistered = revision is not null };
    }

    private async Task<DeploymentFacts> AddResourcesAsync(
        DeploymentRequest request, DeploymentFacts facts, CancellationToken cancellationToken)
    {
        var isExplicit = facts.Era == CloudEra.ExplicitChannels;
        var appId = facts.Observed.App?.Id;
        var databases = !Uses(request, ResourceKind.Sql) || (isExplicit && appId is null)
            ? []
            : await cloud.SqlDatabases.ListAsync(isExplicit ? appId : null, cancellationToken).ConfigureAwait(false);
        var stores = !Uses(request, ResourceKind.KeyValue) || isExplicit
            ? []
            : await cloud.KeyValues.ListStoresAsync(cancellationToken).ConfigureAwait(false);
        return facts with
        {
            Databases = [.. databases],
            Stores = [.. stores],
            Variables = request.RequiredVariables.IsEmpty
                ? []
                : await VariablesOrNullAsync(appId, cancellationToken).ConfigureAwait(false),
        };
    }

    private static bool Uses(DeploymentRequest request, ResourceKind kind) =>
        request.Links.Any(link => link.Kind == kind)
        || !(kind == ResourceKind.Sql ? request.SqlLabels : request.KeyValueLabels).IsEmpty;

    // The plugin warns and goes on, too: proxies are known to break this one request.
    private async Task<ImmutableArray<string>?> VariablesOrNullAsync(Guid? appId, CancellationToken cancellationToken)
    {
        try
        {
            return appId is { } id
                ? [.. await cloud.Variables.ListAsync(id, cancellationToken).ConfigureAwait(false)]
                : ImmutableArray<string>.Empty;
        }
        catch (CloudException fault) when (!fault.MayPass && fault.Failure != CloudFailure.Credentials)
        {
            return null;
        }
    }
}
