using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Migrator.Engine.Audit.Expectation;

namespace Migrator.Engine.Audit.Judging;

/// <summary>How the locked app of one form writes what a bindle says (spec/spin-oci.md 3.2 to 3.5 and 4.8).</summary>
internal sealed class AppForm(ArtifactForm form, ExpectedApp app)
{
    /// <summary>Whether Spin itself wrote it from an author's source, which leaves it some ways of its own.</summary>
    public bool IsForeign => form == ArtifactForm.ForeignSpin;

    /// <summary>Whether the locked app is as Spin 2 writes it: empty values left out.</summary>
    public bool IsSecondGeneration => form is ArtifactForm.Spin2 or ArtifactForm.ForeignSpin;

    /// <summary>Whether a base path other than <c>/</c> stands in the routes.</summary>
    public bool FoldsBase => form is ArtifactForm.Spin2 or ArtifactForm.Universal;

    /// <summary>The base path with the leading slash that Spin 1 needed.</summary>
    public string MendedBase => app.Base.StartsWith('/') ? app.Base : "/" + app.Base;

    /// <summary>Which ids are the same.</summary>
    public IEqualityComparer<string> SameId => IsForeign ? KebabIds.Comparer : StringComparer.Ordinal;

    /// <summary>The id of a component's trigger.</summary>
    public string TriggerId(string component) => (IsSecondGeneration ? "trigger-" : "trigger--") + component;

    /// <summary>The app's metadata, less the version, which has several right values.</summary>
    public JsonObject Metadata()
    {
        var settings = (JsonObject)app.Trigger.DeepClone();
        if (app.IsHttp && FoldsBase)
        {
            settings["base"] = "/";
        }

        var trigger = (JsonObject)settings.DeepClone();
        trigger["type"] = app.TriggerType;
        var metadata = new JsonObject { ["name"] = app.Id.Name, ["trigger"] = trigger };
        AddText(metadata, "description", app.Description);
        if (IsSecondGeneration)
        {
            metadata["triggers"] = new JsonObject { [app.TriggerType] = settings };
            AddList(metadata, "authors", app.Authors);
        }

        return metadata;
    }

    /// <summary>A component's metadata. Empty lists are left out: a document that has them says the same.</summary>
    public JsonObject Metadata(ExpectedComponent component)
    {
        var metadata = new JsonObject();
        AddText(metadata, "description", component.Description);
        AddList(metadata, "ai_models", component.AiModels);
        AddList(metadata, "databases", component.Databases);
        AddList(metadata, "key_value_stores", component.KeyValueStores);
        if (!IsSecondGeneration)
        {
            AddList(metadata, "allowed_http_hosts", component.AllowedHosts);
        }

        if (IsSecondGeneration || form == ArtifactForm.Universal)
        {
            AddList(metadata, "allowed_outbound_hosts", OutboundHosts.Of(component.AllowedHosts));
        }

        return metadata;
    }

    /// <summary>A trigger's settings, less the route of HTTP.</summary>
    public JsonObject Trigger(ExpectedComponent component)
    {
        var trigger = (JsonObject)component.Trigger.DeepClone();
        if (app.IsHttp)
        {
            trigger.Remove("route");
        }

        if (!IsSecondGeneration)
        {
            return trigger;
        }

        // Spin 2 leaves out what is null, keeps the executor of Redis, and lets no key of an author's be the component.
        if (app.IsHttp && trigger["executor"] is null)
        {
            trigger.Remove("executor");
        }

        if (app.TriggerType == "redis" && component.RedisExecutor is { } executor)
        {
            trigger["executor"] = executor.DeepClone();
        }

        trigger["component"] = component.Id;
        return trigger;
    }

    private void AddText(JsonObject target, string name, string? text)
    {
        if (text is not null && !(IsSecondGeneration && text.Length == 0))
        {
            target[name] = text;
        }
    }

    private static void AddList(JsonObject target, string name, ImmutableArray<string> items)
    {
        if (!items.IsEmpty)
        {
            target[name] = new JsonArray([.. items.Select(item => JsonValue.Create(item))]);
        }
    }
}
