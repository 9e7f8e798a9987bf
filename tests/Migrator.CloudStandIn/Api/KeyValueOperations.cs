using System.Text;
using System.Text.Json.Nodes;
using Migrator.StandIn.Http;
using Migrator.StandIn.Model;
using Migrator.StandIn.State;

namespace Migrator.StandIn.Api;

/// <summary>Keys, values and stores; stores of their own came after plugin 0.3.0.</summary>
internal sealed class KeyValueOperations(CloudState state, StandInOptions options)
{
    private const int LongestKey = 255;
    private const int LongestValue = 1024 * 1024;

    private readonly ResourceLinks _links = new(state, "Key value store", state.StoreList);

    internal IEnumerable<Operation> All =>
        [new("POST", "/api/key-value-pairs", Set), .. options.Era == CloudEra.Head ? Stores : []];

    private IEnumerable<Operation> Stores =>
    [
        new("GET", "/api/key-value-stores", List),
        new("POST", "/api/key-value-stores/{store}", Create),
        new("DELETE", "/api/key-value-stores/{store}", Delete),
        new("POST", "/api/key-value-stores/{store}/links", call => _links.Link(call, call.Value("store"))),
        new("DELETE", "/api/key-value-stores/{store}/links", call => _links.Unlink(call, call.Value("store"))),
        new("PATCH", "/api/key-value-stores/{store}/rename", call => _links.Rename(call, call.Value("store"))),
    ];

    private Answer Set(ApiCall call)
    {
        var command = call.Command();
        var (key, value) = (command.Needed("key"), command.Needed("value"));
        command.Require(Encoding.UTF8.GetByteCount(key) <= LongestKey, "Key", "The key is longer than 255 bytes.");
        command.Require(Encoding.UTF8.GetByteCount(value) <= LongestValue, "Value", "The value is longer than 1 MB.");
        var store = options.Era == CloudEra.Head ? FindStore(command) : FindDefaultStore(command);
        store.PairValues[key] = value;
        return new Answer(200);
    }

    private CloudResource FindDefaultStore(Command command)
    {
        var (appId, name) = (command.Id("appId"), command.Needed("storeName"));
        command.Require(name is "default" or "", "StoreName", "Only the default store is supported.");
        command.Check();
        return DefaultOf(appId);
    }

    // A store by name; or the one an app has under a label; or an app's default.
    private CloudResource FindStore(Command command)
    {
        var (appId, name, label) =
            (command.OptionalId("appId"), command.OptionalText("storeName"), command.OptionalText("label"));
        command.Require(appId is not null || name is not null, "StoreName", "A store or an app must be named.");
        command.Check();
        return appId is not { } app ? _links.Find(name!)
            : label is null ? DefaultOf(app)
            : state.StoreList.Find(store => store.LinkList.Contains(new ResourceLink(label, app)))
                ?? throw new ProblemException(Problems.Invalid("Label", $"No store has the label \"{label}\"."));
    }

    private CloudResource DefaultOf(Guid appId)
    {
        if (state.FindApp(appId) is null)
        {
            throw new ProblemException(Problems.NoEntity("App", appId));
        }

        if (state.StoreList.Find(store => store.DefaultOf == appId) is { } known)
        {
            return known;
        }

        var made = new CloudResource("default") { DefaultOf = appId };
        state.StoreList.Add(made);
        return made;
    }

    private Answer List(ApiCall call)
    {
        var asked = call.Query("appId");
        Guid? appId = asked.Length == 0 ? null
            : Guid.TryParse(asked, out var id) ? id
            : throw new ProblemException(Problems.Invalid("appId", $"The value '{asked}' is not valid."));
        return Answer.OfJson(200, new JsonObject
        {
            ["keyValueStores"] = new JsonArray([.. _links.Of(appId).Select(store => new JsonObject
            {
                ["name"] = store.Name,
                ["links"] = _links.Shape(store),
            })]),
        });
    }

    private Answer Create(ApiCall call)
    {
        var name = call.Value("store");
        if (state.StoreList.Exists(store => store.Name == name && store.DefaultOf is null))
        {
            return Problems.Invalid("Name", $"Key value store \"{name}\" already exists.");
        }

        var made = new CloudResource(name);
        if (call.OptionalCommand() is { } command)
        {
            made.LinkList.Add(_links.Read(command));
        }

        state.StoreList.Add(made);
        return new Answer(200);
    }

    private Answer Delete(ApiCall call)
    {
        state.StoreList.Remove(_links.Find(call.Value("store")));
        return new Answer(200);
    }
}
