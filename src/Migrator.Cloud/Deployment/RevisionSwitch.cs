using System.Collections.Immutable;
using Migrator.Cloud.Api;
using Migrator.Cloud.Api.Model;
using Migrator.Cloud.Health;
using Migrator.Cloud.Login;

namespace Migrator.Cloud.Deployment;

/// <summary>Makes a registered revision live and watches it; no status of an answer is believed alone.</summary>
internal sealed class RevisionSwitch(CloudClient cloud, AppProbe probe, DeployerOptions options)
{
    /// <summary>Makes a revision of an application live again and watches until it answers.</summary>
    public async Task<HealthReport> GoToAsync(
        AppItem app,
        CloudEra era,
        string number,
        ExpectedImage expected,
        ImmutableArray<ProbeSample> baseline,
        CancellationToken cancellationToken)
    {
        options.StepStarted?.Invoke(new DeploymentStep(
            StepKind.Activate, $"make {number} live again", $"{app.Name}: revision {number}"));
        await new Attempts(options).RunAsync(
            () => SwitchAsync(app, era, number, cancellationToken), cancellationToken).ConfigureAwait(false);
        return await WatchAsync(app, number, expected, baseline, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Watches until a revision that is live answers.</summary>
    public async Task<HealthReport> WatchAsync(
        AppItem app,
        string number,
        ExpectedImage expected,
        ImmutableArray<ProbeSample> baseline,
        CancellationToken cancellationToken)
    {
        var activatedAt = options.Time.GetUtcNow();
        var url = await new Attempts(options).RunAsync(
            () => UrlAsync(app.Id, cancellationToken), cancellationToken).ConfigureAwait(false);
        var watched = new WatchedApp(url, expected, activatedAt)
        {
            Baseline = baseline,
            ControlPlane = stop => ObjectionAsync(app.Id, number, stop),
        };
        var watch = new HealthWatch(probe, options.Health, options.Time, options.SecondWatched);
        return await watch.RunAsync(watched, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the cloud says against a revision being live and well; null when nothing.</summary>
    public async Task<string?> ObjectionAsync(Guid appId, string number, CancellationToken cancellationToken)
    {
        try
        {
            var app = await cloud.Apps.GetAsync(appId, cancellationToken).ConfigureAwait(false);
            var channel = app.LiveChannel();
            return channel switch
            {
                null => "the app has no channel",
                _ when channel.ActiveRevisionNumber != number => $"it has {channel.ActiveRevisionNumber} for live",
                { HealthStatus: null or "Healthy" } => null,
                _ => $"it says that the app is {channel.HealthStatus}",
            };
        }
        catch (Exception fault) when (fault is CloudException or LoginException)
        {
            // The answers of the application tell more than the cloud's word; a login may end in the midst of a watch.
            return fault.Message.TrimEnd('.');
        }
    }

    /// <summary>Where an application answers.</summary>
    public async Task<Uri> UrlAsync(Guid appId, CancellationToken cancellationToken)
    {
        var app = await cloud.Apps.GetAsync(appId, cancellationToken).ConfigureAwait(false);
        var host = app.Host();
        if (host is null && app.LiveChannel() is { } channel)
        {
            host = (await cloud.Channels.GetAsync(channel.Id, cancellationToken).ConfigureAwait(false)).Domain;
        }

        const string what = "finding the app's host";
        return host is null
            ? throw new CloudException(
                CloudFailure.Temporary, what, $"{cloud.Url.Host}: {what} failed: it has none yet. Run again.")
            : CloudNames.AppUrlOrNull(cloud, host) ?? throw new CloudException(
                CloudFailure.Unexpected, what, $"{cloud.Url.Host}: {what} failed: '{host}' is none.");
    }

    private async Task<bool> SwitchAsync(
        AppItem app, CloudEra era, string number, CancellationToken cancellationToken)
    {
        if (era == CloudEra.ImplicitActivation)
        {
            // Registering again starts what the tag holds; whether a PATCH does in this era is not known (4.5).
            // By its own storage id an app whose id is still that of a bindle would be sent back to that.
            var storageId = CloudNames.OciScheme + CloudNames.RepositoryOf(app);
            await cloud.Revisions.RegisterAsync(storageId, number, cancellationToken).ConfigureAwait(false);
            return true;
        }

        var revision = await StepRunner.FindRevisionOrNullAsync(cloud, app.Id, number, cancellationToken)
            .ConfigureAwait(false);
        var channel = app.LiveChannel();
        if (revision is null || channel is null)
        {
            throw new CloudException(
                CloudFailure.NotFound, "going back", $"{cloud.Url.Host}: {app.Name} has no revision {number} now.");
        }

        await cloud.Channels.PatchAsync(PatchChannelCommand.Activate(channel.Id, revision.Id), cancellationToken)
            .ConfigureAwait(false);
        return true;
    }
}
