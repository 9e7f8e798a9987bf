using System.Text.Json.Nodes;
using Migrator.StandIn.Http;
using Migrator.StandIn.Model;
using Migrator.StandIn.State;

namespace Migrator.StandIn.Api;

/// <summary>Apps (7.1).</summary>
internal sealed class AppOperations(
    CloudState state,
    Shapes shapes,
    PackageShelf packages,
    Rollout rollout,
    Registration registration,
    ChanceSource chance,
    StandInOptions options)
{
    internal IEnumerable<Operation> All =>
    [
        new("GET", "/api/apps", List),
        new("POST", "/api/apps", Create),
        new("GET", "/api/apps/{id}", call => Answer.OfJson(200, shapes.App(Find(call), call.Now))),
        new("PUT", "/api/apps/{id}", Rename),
        new("PATCH", "/api/apps/{id}", Patch),
        new("DELETE", "/api/apps/{id}", Delete),
    ];

    private Answer List(ApiCall call)
    {
        var search = call.Query("searchText");
        var exact = options.Era == CloudEra.Head && call.Flag("exactMatch", false);
        var found = state.AppList.Where(app => exact && search.Length > 0
            ? app.Name == search
            : app.Name.Contains(search, StringComparison.Ordinal));
        var sorted = Sort(found, call.Query("sortBy", "Name"), call.Flag("IsSortedAscending", true));
        return Page.Of(call, sorted, state.AppList.Count, options.Pages, app => shapes.App(app, call.Now));
    }

    private static List<CloudApp> Sort(IEnumerable<CloudApp> apps, string by, bool ascending)
    {
        Func<CloudApp, string> key = by.ToUpperInvariant() switch
        {
            "NAME" => app => app.Name,
            "ID" => app => app.Id.ToString(),
            "STORAGEID" => app => app.StorageId,
            "CREATED" => app => Shapes.Time(app.Created),
            _ => throw new ProblemException(Problems.Failed()),
        };
        return ascending
            ? [.. apps.OrderBy(key, StringComparer.Ordinal)]
            : [.. apps.OrderByDescending(key, StringComparer.Ordinal)];
    }

    private Answer Create(ApiCall call)
    {
        var command = call.Command();
        var (name, storageId) = (command.Text("name"), command.Text("storageId"));
        Rules.Name(command, name, 128);
        RequireUnique(command, name, null);
        command.Require(storageId.Length > 0, "StorageId", "Storage ID is required.");
        Rules.Longest(command, "StorageId", storageId, 200);
        command.Require(StorageIds.IsValid(storageId), "StorageId", "'Storage Id' is not in the correct format.");
        var wantsDatabase = command.Flag("createDefaultDatabase");
        command.Check();
        command.Require(packages.HasAny(storageId), "StorageId", "Storage ID not found in bindle server");
        command.Check();
        var isOver = state.AppList.Count >= options.Quotas.Apps.Limit;
        if (isOver && !options.Quotas.LeavesAppBehind)
        {
            return Problems.Refused(options.Quotas.Apps.Refusal);
        }

        var app = Add(name, storageId, call.Now);
        if (isOver)
        {
            return Problems.Refused(options.Quotas.Apps.Refusal);
        }

        if (wantsDatabase)
        {
            state.DatabaseList.Add(new CloudResource("default") { DefaultOf = app.Id });
        }

        registration.Import(app, call.Now);
        return Answer.OfJson(200, JsonValue.Create(app.Id.ToString()));
    }

    private CloudApp Add(string name, string storageId, DateTimeOffset now)
    {
        var app = new CloudApp(chance.NextId(), name, storageId, now);
        app.EventList.Add(new AppEvent(now, "Create", name));
        state.AppList.Add(app);
        if (options.Era == CloudEra.Head)
        {
            rollout.OpenSite(app);
        }

        return app;
    }

    private Answer Rename(ApiCall call)
    {
        var app = Find(call);
        var command = call.Command();
        if (command.Id("id") != app.Id)
        {
            return Problems.Bare(400, call.Trace);
        }

        var name = command.Text("name");
        Rules.Name(command, name, 128);
        RequireUnique(command, name, app);
        command.Check();
        (app.Name, app.LastModified) = (name, call.Now);
        return new Answer(204);
    }

    private Answer Patch(ApiCall call)
    {
        var app = Find(call);
        var command = PatchBody.Of(call, options.PatchShape);
        var domain = command.OptionalText("domain");
        if (options.Era == CloudEra.Head)
        {
            command.OptionalText("hostname");
        }

        command.Require(domain is null || Rules.IsDomain(domain), "Domain", "'Domain' is not in the correct format.");
        command.Check();
        app.CustomDomain = command.Has("domain") ? domain : app.CustomDomain;
        app.LastModified = call.Now;
        return new Answer(204);
    }

    private Answer Delete(ApiCall call)
    {
        state.Remove(Find(call));
        return new Answer(204);
    }

    private void RequireUnique(Command command, string name, CloudApp? self) => command.Require(
        !state.AppList.Exists(app => app.Name == name && app != self),
        "Name",
        "The specified name already exists.");

    private CloudApp Find(ApiCall call) =>
        state.FindApp(call.Id()) ?? throw new ProblemException(Problems.NoEntity("App", call.Id()));
}
