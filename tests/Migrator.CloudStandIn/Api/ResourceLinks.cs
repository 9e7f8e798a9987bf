using System.Text.Json.Nodes;
using Migrator.StandIn.Http;
using Migrator.StandIn.Model;
using Migrator.StandIn.State;

namespace Migrator.StandIn.Api;

/// <summary>Labels of apps for databases and stores, the same for both.</summary>
internal sealed class ResourceLinks(CloudState state, string kind, List<CloudResource> resources)
{
    internal CloudResource Find(string name) => resources.Find(resource => resource.Name == name)
        ?? throw new ProblemException(Problems.Invalid("Name", $"{kind} \"{name}\" was not found."));

    internal void RequireUnique(Command command, string name, Guid? app) => command.Require(
        !resources.Exists(resource => resource.Name == name && resource.DefaultOf == app),
        "Name",
        $"{kind} \"{name}\" already exists.");

    internal Answer Link(ApiCall call, string name)
    {
        var link = Read(call.Command());
        var resource = Find(name);
        if (resources.Exists(other => other.LinkList.Contains(link)))
        {
            return Problems.Invalid("Label", $"The label \"{link.Label}\" of this app is linked already.");
        }

        resource.LinkList.Add(link);
        return new Answer(200);
    }

    internal Answer Unlink(ApiCall call, string name)
    {
        var link = Read(call.Command());
        return Find(name).LinkList.Remove(link)
            ? new Answer(200)
            : Problems.Invalid("Label", $"The label \"{link.Label}\" of this app is not linked.");
    }

    internal Answer Rename(ApiCall call, string name)
    {
        var renamed = call.BareText();
        var resource = Find(name);
        if (resources.Exists(other => other.Name == renamed && other.DefaultOf == resource.DefaultOf))
        {
            return Problems.Invalid("Name", $"{kind} \"{renamed}\" already exists.");
        }

        resource.Name = renamed;
        return new Answer(200);
    }

    /// <summary>Resources of an app; all of them for null.</summary>
    internal IEnumerable<CloudResource> Of(Guid? app) =>
        resources.Where(resource => app is not { } wanted || resource.IsOf(wanted));

    internal JsonArray Shape(CloudResource resource) => new([.. resource.Links.Select(link => new JsonObject
    {
        ["label"] = link.Label,
        ["appId"] = link.AppId.ToString(),
        ["appName"] = state.FindApp(link.AppId)?.Name,
    })]);

    internal ResourceLink Read(Command command)
    {
        var (label, appId) = (command.Needed("label"), command.Id("appId"));
        command.OptionalText("appName");
        command.Check();
        return state.FindApp(appId) is null
            ? throw new ProblemException(Problems.NoEntity("App", appId))
            : new ResourceLink(label, appId);
    }
}
