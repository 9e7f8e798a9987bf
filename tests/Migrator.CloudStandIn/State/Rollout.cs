using Migrator.StandIn.Edge;
using Migrator.StandIn.Model;
using Semver;

namespace Migrator.StandIn.State;

/// <summary>Makes revisions live: what a channel runs, and the failover at its domain.</summary>
internal sealed class Rollout(CloudState state, PackageShelf packages, EdgeServer edge, ChanceSource chance)
{
    /// <summary>The deployer's channel.</summary>
    internal const string DeployChannel = "spin-deploy";

    /// <summary>Gives an app its domain, which then stays.</summary>
    internal EdgeSite OpenSite(CloudApp app) => app.Site ??= edge.Open(Label(app.Name));

    /// <summary>Makes a channel; the first has the app's own domain.</summary>
    internal CloudChannel OpenChannel(CloudApp app, string name, DateTimeOffset now)
    {
        var isFirst = state.ChannelList.TrueForAll(channel => channel.AppId != app.Id);
        var site = isFirst ? OpenSite(app) : edge.Open(Label($"{name}-{app.Name}"));
        var channel = new CloudChannel(chance.NextId(), app.Id, name, site, now);
        state.ChannelList.Add(channel);
        return channel;
    }

    /// <summary>Makes a revision live in a channel. Its content is frozen from now on.</summary>
    internal void Activate(CloudApp app, CloudChannel channel, CloudRevision revision, DateTimeOffset now)
    {
        channel.ActiveRevisionId = revision.Id;
        channel.LastModified = now;
        Restart(app, channel, now);
    }

    /// <summary>Starts what is live anew: its tag is looked up again.</summary>
    internal void Restart(CloudApp app, CloudChannel channel, DateTimeOffset now)
    {
        if (state.FindRevision(channel.ActiveRevisionId) is not { } revision)
        {
            channel.Site.Stop();
            return;
        }

        (channel.LastPublishAt, app.LastDeployed) = (now, now);
        app.EventList.Add(new AppEvent(now, "Update", $"revision {revision.Number} activated"));
        channel.Site.Activate(packages.Start(app, revision), now);
    }

    /// <summary>Channels that follow a range move to a new revision when it is the best.</summary>
    internal void Follow(CloudApp app, CloudRevision added, DateTimeOffset now)
    {
        var following = state.ChannelList.Where(channel =>
            channel.AppId == app.Id && channel.Strategy == SelectionStrategy.UseRangeRule);
        foreach (var channel in following.ToList())
        {
            if (Best(app, channel.RangeRule ?? "*")?.Number == added.Number)
            {
                Activate(app, channel, added, now);
            }
        }
    }

    /// <summary>The best revision of a range; null when none is in it.</summary>
    internal CloudRevision? Best(CloudApp app, string rule)
    {
        if (!SemVersionRange.TryParseNpm(rule, includeAllPrerelease: rule == "*", out var range))
        {
            return null;
        }

        return state.RevisionList
            .Where(revision => revision.AppId == app.Id)
            .Select(revision => (Revision: revision, Version: VersionOf(revision.Number)))
            .Where(entry => entry.Version is not null && range.Contains(entry.Version))
            .MaxBy(entry => entry.Version, SemVersion.SortOrderComparer!)
            .Revision;
    }

    private static SemVersion? VersionOf(string number) =>
        SemVersion.TryParse(number, SemVersionStyles.Strict, out var version) ? version : null;

    private string Label(string name) =>
        name.Replace('_', '-').ToLowerInvariant() + "-" + chance.NextText(8);
}
