using System.Text.Json.Nodes;
using Migrator.StandIn.Http;
using Migrator.StandIn.Model;
using Migrator.StandIn.State;

namespace Migrator.StandIn.Api;

/// <summary>SQL databases; links came after plugin 0.3.0.</summary>
internal sealed class DatabaseOperations(CloudState state, StandInOptions options)
{
    private readonly ResourceLinks _links = new(state, "Database", state.DatabaseList);

    internal IEnumerable<Operation> All =>
    [
        new("POST", "/api/sql-databases/create", Create),
        new("GET", "/api/sql-databases", List),
        new("POST", "/api/sql-databases/execute", Execute),
        new("DELETE", "/api/sql-databases", Delete),
        .. options.Era == CloudEra.Head ? Links : [],
    ];

    private IEnumerable<Operation> Links =>
    [
        new("POST", "/api/sql-databases/{database}/links", call => _links.Link(call, call.Value("database"))),
        new("DELETE", "/api/sql-databases/{database}/links", call => _links.Unlink(call, call.Value("database"))),
        new("PATCH", "/api/sql-databases/{database}/rename", call => _links.Rename(call, call.Value("database"))),
    ];

    private Answer Create(ApiCall call)
    {
        var command = call.Command();
        var (name, appId, label) = (command.Needed("name"), command.OptionalId("appId"), command.OptionalText("label"));
        var isLinked = label is not null && options.Era == CloudEra.Head;
        _links.RequireUnique(command, name, isLinked ? null : appId);
        command.Check();
        if (appId is { } app && state.FindApp(app) is null)
        {
            return Problems.NoEntity("App", app);
        }

        var database = new CloudResource(name) { DefaultOf = isLinked ? null : appId };
        if (isLinked && appId is { } linked)
        {
            database.LinkList.Add(new ResourceLink(label!, linked));
        }

        state.DatabaseList.Add(database);
        return new Answer(200);
    }

    // The older age asks in the body of the GET, the newer in the query too.
    private Answer List(ApiCall call)
    {
        var body = options.Era == CloudEra.Head ? call.OptionalCommand() : call.Command();
        var appId = body?.OptionalId("appId");
        body?.Check();
        var asked = call.Query("appId");
        if (asked.Length > 0)
        {
            appId = Guid.TryParse(asked, out var id)
                ? id
                : throw new ProblemException(Problems.Invalid("appId", $"The value '{asked}' is not valid."));
        }

        return Answer.OfJson(200, new JsonObject
        {
            ["databases"] = new JsonArray([.. _links.Of(appId).Select(Shape)]),
        });
    }

    private Answer Execute(ApiCall call)
    {
        var command = call.Command();
        var (name, statement) = (command.Needed("database"), command.Needed("statement"));
        command.Flag("default");
        command.Check();
        _links.Find(name).StatementList.Add(statement);
        return new Answer(200);
    }

    private Answer Delete(ApiCall call)
    {
        var command = call.Command();
        var name = command.Needed("name");
        command.Check();
        state.DatabaseList.Remove(_links.Find(name));
        return new Answer(200);
    }

    private JsonObject Shape(CloudResource database)
    {
        var shape = new JsonObject { ["name"] = database.Name, ["default"] = database.DefaultOf is not null };
        if (options.Era == CloudEra.Head)
        {
            shape["links"] = _links.Shape(database);
        }

        return shape;
    }
}
