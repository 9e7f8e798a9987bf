using System.Text.Json.Nodes;
using Migrator.StandIn.Http;
using Migrator.StandIn.Model;
using Migrator.StandIn.State;

namespace Migrator.StandIn.Api;

/// <summary>Logs and events: what happened to an app.</summary>
internal sealed class LogOperations(CloudState state, StandInOptions options)
{
    internal IEnumerable<Operation> All =>
    [
        new("GET", "/api/channels/{id}/logs", call => Lines(call, AppOfChannel(call))),
        .. options.Era == CloudEra.Head ? Newer : [],
    ];

    private IEnumerable<Operation> Newer =>
    [
        new("GET", "/api/channels/{id}/logs/raw", call => Raw(call, AppOfChannel(call))),
        new("GET", "/api/apps/{id}/logs", call => Lines(call, AppOf(call))),
        new("GET", "/api/apps/{id}/logs/raw", call => Raw(call, AppOf(call))),
        new("GET", "/api/apps/{id}/events", call => Answer.OfJson(200, new JsonArray(
            [.. AppOf(call).Events.Select(Shape)]))),
    ];

    private static Answer Lines(ApiCall call, CloudApp app) => Answer.OfJson(200, new JsonObject
    {
        ["logs"] = new JsonArray(
        [
            .. Latest(call, app).Select(happened => JsonValue.Create($"{Shapes.Time(happened.Time)} {happened.Name}")),
        ]),
    });

    private static Answer Raw(ApiCall call, CloudApp app) => Answer.OfJson(200, new JsonObject
    {
        ["entries"] = new JsonArray(
        [
            .. Latest(call, app).Select(happened => new JsonObject
            {
                ["meta"] = new JsonObject { ["appId"] = app.Id.ToString() },
                ["logLines"] = new JsonArray(new JsonObject
                {
                    ["time"] = Shapes.Time(happened.Time),
                    ["source"] = "stdout",
                    ["line"] = happened.Name,
                }),
            }),
        ]),
    });

    private static JsonObject Shape(AppEvent happened) => new()
    {
        ["date"] = Shapes.Time(happened.Time),
        ["type"] = happened.Type,
        ["name"] = happened.Name,
    };

    private static IEnumerable<AppEvent> Latest(ApiCall call, CloudApp app) =>
        app.Events.TakeLast(call.Number("max", int.MaxValue));

    private CloudApp AppOf(ApiCall call) =>
        state.FindApp(call.Id()) ?? throw new ProblemException(Problems.NoEntity("App", call.Id()));

    private CloudApp AppOfChannel(ApiCall call) => state.FindChannel(call.Id()) is { } channel
        ? state.FindApp(channel.AppId)!
        : throw new ProblemException(Problems.NoEntity("Channel", call.Id()));
}
