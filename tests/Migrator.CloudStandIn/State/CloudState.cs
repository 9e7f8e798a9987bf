using System.Collections.Immutable;
using Migrator.StandIn.Model;

namespace Migrator.StandIn.State;

/// <summary>What the account owns. Requests are served one at a time, under <see cref="Gate"/>.</summary>
public sealed class CloudState
{
    internal CloudState()
    {
    }

    /// <summary>All apps, in the order they were made.</summary>
    public ImmutableArray<CloudApp> Apps => Copy(AppList);

    /// <summary>All channels.</summary>
    public ImmutableArray<CloudChannel> Channels => Copy(ChannelList);

    /// <summary>All revisions.</summary>
    public ImmutableArray<CloudRevision> Revisions => Copy(RevisionList);

    /// <summary>All databases.</summary>
    public ImmutableArray<CloudResource> Databases => Copy(DatabaseList);

    /// <summary>All key-value stores.</summary>
    public ImmutableArray<CloudResource> Stores => Copy(StoreList);

    internal Lock Gate { get; } = new();

    internal List<CloudApp> AppList { get; } = [];

    internal List<CloudChannel> ChannelList { get; } = [];

    internal List<CloudRevision> RevisionList { get; } = [];

    internal List<CloudResource> DatabaseList { get; } = [];

    internal List<CloudResource> StoreList { get; } = [];

    /// <summary>The app of a name, exactly; null for none.</summary>
    /// <param name="name">The name.</param>
    public CloudApp? App(string name) => Apps.FirstOrDefault(app => app.Name == name);

    /// <summary>Channels of an app.</summary>
    /// <param name="app">The app.</param>
    public IEnumerable<CloudChannel> ChannelsOf(CloudApp app) => Channels.Where(channel => channel.AppId == app.Id);

    /// <summary>Revisions of an app.</summary>
    /// <param name="app">The app.</param>
    public IEnumerable<CloudRevision> RevisionsOf(CloudApp app) =>
        Revisions.Where(revision => revision.AppId == app.Id);

    internal CloudApp? FindApp(Guid id) => AppList.Find(app => app.Id == id);

    internal CloudChannel? FindChannel(Guid id) => ChannelList.Find(channel => channel.Id == id);

    internal CloudRevision? FindRevision(Guid? id) =>
        id is null ? null : RevisionList.Find(revision => revision.Id == id);

    internal void Remove(CloudApp app)
    {
        foreach (var channel in ChannelList.Where(channel => channel.AppId == app.Id))
        {
            channel.Site.Stop();
        }

        ChannelList.RemoveAll(channel => channel.AppId == app.Id);
        RevisionList.RemoveAll(revision => revision.AppId == app.Id);
        StoreList.RemoveAll(store => store.DefaultOf == app.Id);
        foreach (var resource in DatabaseList.Concat(StoreList))
        {
            resource.LinkList.RemoveAll(link => link.AppId == app.Id);
        }

        AppList.Remove(app);
    }

    private ImmutableArray<T> Copy<T>(List<T> list)
    {
        lock (Gate)
        {
            return [.. list];
        }
    }
}
