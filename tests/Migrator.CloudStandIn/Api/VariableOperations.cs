using System.Text.Json.Nodes;
using Migrator.StandIn.Http;
using Migrator.StandIn.Model;
using Migrator.StandIn.State;

namespace Migrator.StandIn.Api;

/// <summary>Variables: written and listed by name; their values are never read back (1.6).</summary>
internal sealed class VariableOperations(CloudState state)
{
    internal IEnumerable<Operation> All =>
    [
        new("POST", "/api/variable-pairs", Set),
        new("GET", "/api/variable-pairs", List),
        new("DELETE", "/api/variable-pairs", Remove),
    ];

    private Answer Set(ApiCall call)
    {
        var command = call.Command();
        var (appId, name, value) = (command.Id("appId"), command.Needed("variable"), command.Needed("value"));
        command.Check();
        Find(appId).VariableValues[name] = value;
        return new Answer(200);
    }

    // Every item is a JSON document of its own, as a text.
    private Answer List(ApiCall call)
    {
        var command = call.Command();
        var appId = command.Id("appId");
        command.Check();
        var names = Find(appId).VariableValues.Keys.Order(StringComparer.Ordinal);
        return Answer.OfJson(200, new JsonObject
        {
            ["vars"] = new JsonArray([.. names.Select(name =>
                JsonValue.Create(new JsonObject { ["key"] = name }.ToJsonString()))]),
        });
    }

    private Answer Remove(ApiCall call)
    {
        var command = call.Command();
        var (appId, name) = (command.Id("appId"), command.Needed("variable"));
        command.Check();
        Find(appId).VariableValues.Remove(name);
        return new Answer(200);
    }

    private CloudApp Find(Guid id) => state.FindApp(id) ?? throw new ProblemException(Problems.NoEntity("App", id));
}
