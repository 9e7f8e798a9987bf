using Migrator.StandIn.Http;
using Migrator.StandIn.Model;

namespace Migrator.StandIn.State;

/// <summary>Registers revisions: the gate that lets bindles become artifacts and never back (8.3).</summary>
internal sealed class Registration(
    CloudState state,
    PackageShelf packages,
    Rollout rollout,
    ChanceSource chance,
    StandInOptions options)
{
    /// <summary>Registers a revision with every app that has the storage id.</summary>
    /// <param name="storageId">The storage id.</param>
    /// <param name="number">The revision's number.</param>
    /// <param name="now">The time.</param>
    /// <returns>Null when it went well, else the status of the refusal.</returns>
    internal int? Register(string storageId, string number, DateTimeOffset now)
    {
        var apps = state.AppList.Where(app => app.StorageId == storageId).ToList();
        if (apps.Count == 0 && StorageIds.IsOci(storageId))
        {
            apps = [.. state.AppList.Where(app => IsLegacyOf(app, storageId))];
        }

        if (apps.Count == 0)
        {
            return IsDowngrade(storageId) ? options.GateStatus : 404;
        }

        if (!packages.Has(storageId, number))
        {
            throw new ProblemException(Problems.Invalid(
                "RevisionNumber",
                $"The package {storageId} {number} is not complete."));
        }

        foreach (var app in apps)
        {
            Add(app, storageId, number, now);
        }

        return null;
    }

    /// <summary>Takes every complete bindle of an app's name for a revision, as creating the app does.</summary>
    internal void Import(CloudApp app, DateTimeOffset now)
    {
        foreach (var version in packages.VersionsOf(app.StorageId))
        {
            state.RevisionList.Add(NewRow(app, app.StorageId, version, now));
        }
    }

    internal CloudRevision NewRow(CloudApp app, string storageId, string number, DateTimeOffset now) =>
        new(chance.NextId(), app.Id, number, storageId, now);

    // The plugin makes the repository of the app's name, so that an app that was renamed since is not meant.
    private static bool IsLegacyOf(CloudApp app, string storageId) =>
        !StorageIds.IsOci(app.StorageId)
        && app.Name == app.StorageId
        && StorageIds.Sanitize(app.StorageId) == StorageIds.NameOf(storageId);

    private bool IsDowngrade(string storageId) =>
        !StorageIds.IsOci(storageId)
        && state.AppList.Exists(app => app.StorageId == StorageIds.Scheme + StorageIds.Sanitize(storageId));

    private void Add(CloudApp app, string storageId, string number, DateTimeOffset now)
    {
        if (options.RewritesStorageId && !StorageIds.IsOci(app.StorageId))
        {
            app.StorageId = storageId;
        }

        app.LastModified = now;
        if (options.Era == CloudEra.Head)
        {
            var row = FindOrAdd(app, storageId, number, now);
            rollout.Activate(app, DeployChannelOf(app, now), row, now);
        }
        else
        {
            rollout.Follow(app, AddRow(app, storageId, number, now), now);
        }
    }

    private CloudRevision FindOrAdd(CloudApp app, string storageId, string number, DateTimeOffset now) =>
        state.RevisionList.Find(row => row.AppId == app.Id && row.Number == number && row.StorageId == storageId)
        ?? AddRow(app, storageId, number, now);

    private CloudRevision AddRow(CloudApp app, string storageId, string number, DateTimeOffset now)
    {
        for (var copies = options.RegistersTwice ? 2 : 1; copies > 0; copies--)
        {
            state.RevisionList.Add(NewRow(app, storageId, number, now));
        }

        return state.RevisionList[^1];
    }

    private CloudChannel DeployChannelOf(CloudApp app, DateTimeOffset now) =>
        state.ChannelList.Find(channel => channel.AppId == app.Id && channel.Name == Rollout.DeployChannel)
        ?? rollout.OpenChannel(app, Rollout.DeployChannel, now);
}
