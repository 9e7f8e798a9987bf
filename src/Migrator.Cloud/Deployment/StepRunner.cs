using Migrator.Cloud.Api;
using Migrator.Cloud.Api.Model;

namespace Migrator.Cloud.Deployment;

/// <summary>
/// Does the steps of a plan. Each looks before it writes, so it can be run again after a crash at any point, and ends
/// in the same state.
/// </summary>
internal sealed class StepRunner(CloudClient cloud, DeploymentPlan plan, ImagePush push, Guid? appId)
{
    private Guid? _appId = appId;

    /// <summary>The application's id, once it is there.</summary>
    public Guid AppId => _appId
        ?? throw new InvalidOperationException("The steps of a plan come in an order that has the app first.");

    /// <summary>Does a step.</summary>
    /// <returns>Whether anything had to be done.</returns>
    public Task<bool> RunAsync(DeploymentStep step, CancellationToken cancellationToken) => step.Kind switch
    {
        StepKind.Push => PushAsync(cancellationToken),
        StepKind.CreateApp => CreateAppAsync(cancellationToken),
        StepKind.SetVariable => SetVariableAsync(step.Subject, cancellationToken),
        StepKind.LinkResource => LinkAsync(step.Link!, cancellationToken),
        StepKind.SetKeyValue => SetKeyValueAsync(step.Subject, cancellationToken),
        StepKind.Register => RegisterAsync(cancellationToken),
        StepKind.Activate => ActivateAsync(cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    /// <summary>Finds a revision of the application by its number.</summary>
    public static async Task<RevisionItem?> FindRevisionOrNullAsync(
        CloudClient cloud, Guid appId, string number, CancellationToken cancellationToken)
    {
        await foreach (var revision in cloud.Revisions.ListAsync(number, cancellationToken).ConfigureAwait(false))
        {
            if (revision.AppId == appId && revision.RevisionNumber == number)
            {
                return revision;
            }
        }

        return null;
    }

    private async Task<bool> PushAsync(CancellationToken cancellationToken)
    {
        await push(plan.Image, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> CreateAppAsync(CancellationToken cancellationToken)
    {
        await foreach (var app in cloud.Apps.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (app.Name == plan.AppName)
            {
                _appId = app.Id;
                return false;
            }
        }

        _appId = await cloud.Apps.CreateAsync(
            plan.AppName,
            plan.Image.StorageId,
            plan.Era == CloudEra.ExplicitChannels ? false : null,
            cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> SetVariableAsync(string name, CancellationToken cancellationToken)
    {
        await cloud.Variables.SetAsync(AppId, name, plan.Request.Variables[name], cancellationToken)
            .ConfigureAwait(false);
        return true;
    }

    private async Task<bool> SetKeyValueAsync(string key, CancellationToken cancellationToken)
    {
        await cloud.KeyValues.SetAsync(AppId, "default", key, plan.Request.KeyValues[key], cancellationToken)
            .ConfigureAwait(false);
        return true;
    }

    private Task<bool> LinkAsync(ResourceLink link, CancellationToken cancellationToken) =>
        plan.Era == CloudEra.ExplicitChannels ? CreateDefaultDatabaseAsync(cancellationToken)
        : link.Kind == ResourceKind.Sql ? LinkDatabaseAsync(link, cancellationToken)
        : LinkStoreAsync(link, cancellationToken);

    private async Task<bool> CreateDefaultDatabaseAsync(CancellationToken cancellationToken)
    {
        var databases = await cloud.SqlDatabases.ListAsync(AppId, cancellationToken).ConfigureAwait(false);
        if (databases.Any(database => database.Default))
        {
            return false;
        }

        await cloud.SqlDatabases.CreateAsync("default", AppId, label: null, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> LinkDatabaseAsync(ResourceLink link, CancellationToken cancellationToken)
    {
        var databases = await cloud.SqlDatabases.ListAsync(appId: null, cancellationToken).ConfigureAwait(false);
        var database = databases.FirstOrDefault(database => database.Name == link.Name);
        if (IsLinked(database?.Links, link.Label))
        {
            return false;
        }

        await (database is null
            ? cloud.SqlDatabases.CreateAsync(link.Name, AppId, link.Label, cancellationToken)
            : cloud.SqlDatabases.LinkAsync(link.Name, LabelOf(link), cancellationToken)).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> LinkStoreAsync(ResourceLink link, CancellationToken cancellationToken)
    {
        var stores = await cloud.KeyValues.ListStoresAsync(cancellationToken).ConfigureAwait(false);
        var store = stores.FirstOrDefault(store => store.Name == link.Name);
        if (IsLinked(store?.Links, link.Label))
        {
            return false;
        }

        await (store is null
            ? cloud.KeyValues.CreateStoreAsync(link.Name, LabelOf(link), cancellationToken)
            : cloud.KeyValues.LinkStoreAsync(link.Name, LabelOf(link), cancellationToken)).ConfigureAwait(false);
        return true;
    }

    private bool IsLinked(IReadOnlyList<ResourceLabel>? links, string label) =>
        links?.Any(link => link.AppId == AppId && link.Label == label) ?? false;

    private ResourceLabel LabelOf(ResourceLink link) => new(link.Label, AppId) { AppName = plan.AppName };

    // With explicit channels a second call would make a second row; with implicit activation it starts what is listed.
    private async Task<bool> RegisterAsync(CancellationToken cancellationToken)
    {
        var isThere = plan.Era == CloudEra.ExplicitChannels
            && await FindRevisionOrNullAsync(cloud, AppId, plan.Image.Tag, cancellationToken).ConfigureAwait(false)
                is not null;
        if (isThere)
        {
            return false;
        }

        await cloud.Revisions.RegisterAsync(plan.Image.StorageId, plan.Image.Tag, cancellationToken)
            .ConfigureAwait(false);
        return true;
    }

    private async Task<bool> ActivateAsync(CancellationToken cancellationToken)
    {
        var revision = await FindRevisionOrNullAsync(cloud, AppId, plan.Image.Tag, cancellationToken)
            .ConfigureAwait(false);
        if (revision is null)
        {
            const string what = "finding the registered revision";
            throw new CloudException(
                CloudFailure.Temporary,
                what,
                $"{cloud.Url.Host}: {what} {plan.Image.Tag} failed: it is not listed yet. Run again.");
        }

        var app = await cloud.Apps.GetAsync(AppId, cancellationToken).ConfigureAwait(false);
        await (app.LiveChannel() is { } channel
            ? cloud.Channels.PatchAsync(PatchChannelCommand.Activate(channel.Id, revision.Id), cancellationToken)
            : cloud.Channels.CreateAsync(AppId, AppItem.DeployChannel, revision.Id, cancellationToken))
            .ConfigureAwait(false);
        return true;
    }
}
