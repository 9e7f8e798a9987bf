using System.Globalization;
using System.Text.Json.Nodes;
using Migrator.StandIn.Model;
using Migrator.StandIn.State;

namespace Migrator.StandIn.Api;

/// <summary>What the account owns, as JSON of the era.</summary>
internal sealed class Shapes(CloudState state, StandInOptions options)
{
    private bool IsHead => options.Era == CloudEra.Head;

    internal static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    internal JsonObject App(CloudApp app, DateTimeOffset now)
    {
        var shape = Summary(app, now);
        shape["description"] = Description(app);
        shape["domain"] = app.CustomDomain is { } domain
            ? new JsonObject { ["name"] = domain, ["validationStatus"] = "Ready" }
            : null;
        if (IsHead)
        {
            shape["subdomain"] = app.Site?.Domain ?? "";
            shape["healthStatus"] = (app.Site?.Health(now) ?? HealthStatus.Unhealthy).ToString();
            shape["lastModified"] = Time(app.LastModified);
            shape["created"] = Time(app.Created);
            shape["lastDeployed"] = Time(app.LastDeployed);
            shape["latestRevision"] = state.RevisionList.LastOrDefault(it => it.AppId == app.Id)?.Number;
        }

        return shape;
    }

    internal JsonObject Channel(CloudChannel channel, DateTimeOffset now, bool whole)
    {
        var shape = new JsonObject
        {
            ["id"] = channel.Id.ToString(),
            ["appId"] = channel.AppId.ToString(),
            ["name"] = channel.Name,
            ["domain"] = channel.Domain,
            ["revisionSelectionStrategy"] = channel.Strategy.ToString(),
            ["desiredStatus"] = channel.DesiredStatus,
            ["activeRevision"] = state.FindRevision(channel.ActiveRevisionId) is { } live ? Live(live, whole) : null,
            ["lastPublishAt"] = Time(channel.LastPublishAt),
            ["rangeRule"] = channel.RangeRule,
            ["appSummary"] = whole && state.FindApp(channel.AppId) is { } app ? AppSummary(app, now) : null,
            ["environmentVariables"] = new JsonArray(),
        };
        return Modified(shape, channel.LastModified);
    }

    internal JsonObject Revision(CloudRevision revision) => Modified(
        new JsonObject
        {
            ["id"] = revision.Id.ToString(),
            ["appId"] = revision.AppId.ToString(),
            ["revisionNumber"] = revision.Number,
            ["components"] = new JsonArray(),
        },
        revision.Created);

    private static string? Time(DateTimeOffset? time) => time is { } known ? Time(known) : null;

    private JsonObject Summary(CloudApp app, DateTimeOffset now) => new()
    {
        ["id"] = app.Id.ToString(),
        ["name"] = app.Name,
        ["storageId"] = app.StorageId,
        ["channels"] = new JsonArray(
        [
            .. state.ChannelList.Where(channel => channel.AppId == app.Id).Select(channel => ListItem(channel, now)),
        ]),
    };

    private JsonObject AppSummary(CloudApp app, DateTimeOffset now) => Modified(Summary(app, now), app.LastModified);

    private JsonObject ListItem(CloudChannel channel, DateTimeOffset now) => Modified(
        new JsonObject
        {
            ["id"] = channel.Id.ToString(),
            ["name"] = channel.Name,
            ["activeRevisionNumber"] = state.FindRevision(channel.ActiveRevisionId)?.Number,
            ["domain"] = channel.Domain,
            ["created"] = Time(channel.Created),
            ["healthStatus"] = channel.Site.Health(now).ToString(),
        },
        channel.LastModified);

    // Only the older age tells the trigger's type, and only of the live revision of one channel (7.4).
    private JsonObject Live(CloudRevision revision, bool whole)
    {
        var shape = Revision(revision);
        if (whole && !IsHead)
        {
            shape["type"] = "http";
        }

        return shape;
    }

    private JsonObject Modified(JsonObject shape, DateTimeOffset time)
    {
        if (IsHead)
        {
            shape["lastModified"] = Time(time);
        }

        return shape;
    }

    // Of the revision that is last in the order of texts, as the ancestor has it (7.1).
    private string? Description(CloudApp app) =>
        state.RevisionList.Where(revision => revision.AppId == app.Id)
            .MaxBy(revision => revision.Number, StringComparer.Ordinal) is { } last
            ? $"Revision {last.Number}"
            : null;
}
