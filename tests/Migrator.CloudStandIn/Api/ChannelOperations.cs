using System.Text.Json.Nodes;
using Migrator.StandIn.Http;
using Migrator.StandIn.Model;
using Migrator.StandIn.State;

namespace Migrator.StandIn.Api;

/// <summary>Channels (7.4).</summary>
internal sealed class ChannelOperations(
    CloudState state,
    Shapes shapes,
    Rollout rollout,
    StandInOptions options)
{
    private const string DoesNotMatch =
        "ActiveRevisionId and the specified ChannelRevisionSelectionStrategy do not match up.";

    internal IEnumerable<Operation> All =>
    [
        new("GET", "/api/channels", List),
        new("POST", "/api/channels", Create),
        new("GET", "/api/channels/{id}", call => Answer.OfJson(200, shapes.Channel(Find(call), call.Now, whole: true))),
        new("PUT", "/api/channels/{id}", Replace),
        new("PATCH", "/api/channels/{id}", Patch),
        new("DELETE", "/api/channels/{id}", Delete),
        new("PUT", "/api/channels/{channelId}/desired-status", SetStatus),
        new("GET", "/api/channels/{id}/healthz", Health),
    ];

    private Answer List(ApiCall call)
    {
        var search = call.Query("searchText");
        var rows = state.ChannelList
            .Where(channel => channel.Name.Contains(search, StringComparison.Ordinal))
            .OrderBy(channel => channel.Name, StringComparer.Ordinal)
            .ToList();
        if (!call.Flag("IsSortedAscending", true))
        {
            rows.Reverse();
        }

        return Page.Of(
            call,
            rows,
            state.ChannelList.Count,
            options.Pages,
            channel => shapes.Channel(channel, call.Now, whole: false));
    }

    private Answer Create(ApiCall call)
    {
        var command = call.Command();
        var appId = command.Id("appId");
        var (name, choice) = (command.Text("name"), ReadChoice(command));
        Rules.Name(command, name, 64);
        RequireUnique(command, appId, name, null);
        command.Check();
        var app = state.FindApp(appId) ?? throw new ProblemException(Problems.NoEntity("App", appId));
        var revision = FindRevision(choice.Revision);
        var channel = rollout.OpenChannel(app, name, call.Now);
        choice.ApplyTo(channel);
        Start(app, channel, revision, call.Now);
        return Answer.OfJson(200, JsonValue.Create(channel.Id.ToString()));
    }

    private Answer Replace(ApiCall call)
    {
        var channel = Find(call);
        var command = call.Command();
        if (command.Id("id") != channel.Id)
        {
            return Problems.Bare(400, call.Trace);
        }

        var (name, choice) = (command.Text("name"), ReadChoice(command));
        Rules.Name(command, name, 64);
        RequireUnique(command, channel.AppId, name, channel);
        command.Check();
        var revision = FindRevision(choice.Revision);
        channel.Name = name;
        choice.ApplyTo(channel);
        Start(AppOf(channel), channel, revision, call.Now);
        return new Answer(204);
    }

    private Answer Patch(ApiCall call)
    {
        var channel = Find(call);
        var command = PatchBody.Of(call, options.PatchShape);
        var patch = ChannelPatch.Read(command);
        command.Check();
        var revision = FindRevision(patch.Revision);
        patch.ApplyTo(channel);
        channel.LastModified = call.Now;
        if (!patch.HasRevision || (options.Era == CloudEra.Head && !options.HonoursPatchAtHead))
        {
            return new Answer(204);
        }

        channel.ActiveRevisionId = revision?.Id;
        if (options.PatchRestarts)
        {
            rollout.Restart(AppOf(channel), channel, call.Now);
        }

        return new Answer(204);
    }

    private Answer Delete(ApiCall call)
    {
        var channel = Find(call);
        channel.Site.Stop();
        state.ChannelList.Remove(channel);
        return new Answer(204);
    }

    private Answer SetStatus(ApiCall call)
    {
        var channel = Find(call, "channelId");
        var command = call.Command();
        var isRight = command.Id("channelId") == channel.Id;
        var status = command.Name<DesiredStatus>("desiredStatus");
        command.Check();
        if (!isRight)
        {
            return Problems.Bare(400, call.Trace);
        }

        channel.DesiredStatus = status.ToString();
        if (status == DesiredStatus.Running)
        {
            channel.Site.Start(call.Now);
        }
        else
        {
            channel.Site.Stop();
        }

        return new Answer(204);
    }

    private Answer Health(ApiCall call) => Answer.OfJson(200, new JsonObject
    {
        ["status"] = Find(call).Site.Health(call.Now).ToString(),
    });

    private static ChannelChoice ReadChoice(Command command)
    {
        var choice = new ChannelChoice(
            command.Name<SelectionStrategy>("revisionSelectionStrategy"),
            command.OptionalText("rangeRule"),
            command.OptionalId("activeRevisionId"));
        command.Require(
            (choice.Strategy == SelectionStrategy.UseSpecifiedRevision) == choice.Revision is not null,
            "RevisionSelectionStrategy",
            DoesNotMatch);
        command.Require(choice.RangeRule != "", "RangeRule", "Range rule cannot be an empty string.");
        return choice;
    }

    private void Start(CloudApp app, CloudChannel channel, CloudRevision? named, DateTimeOffset now)
    {
        if ((named ?? rollout.Best(app, channel.RangeRule ?? "*")) is { } revision)
        {
            rollout.Activate(app, channel, revision, now);
        }
    }

    private void RequireUnique(Command command, Guid app, string name, CloudChannel? self) => command.Require(
        !state.ChannelList.Exists(channel => channel.AppId == app && channel.Name == name && channel != self),
        "Name",
        "A channel with the same name already exists for this app.");

    private CloudRevision? FindRevision(Guid? id) => id is { } wanted
        ? state.FindRevision(wanted) ?? throw new ProblemException(Problems.NoEntity("Revision", wanted))
        : null;

    private CloudApp AppOf(CloudChannel channel) => state.FindApp(channel.AppId)!;

    private CloudChannel Find(ApiCall call, string name = "id") =>
        state.FindChannel(call.Id(name)) ?? throw new ProblemException(Problems.NoEntity("Channel", call.Id(name)));
}
