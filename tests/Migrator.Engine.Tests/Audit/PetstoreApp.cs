using System.Text.Json.Nodes;
using Migrator.Engine.Audit;

namespace Migrator.Engine.Tests.Audit;

/// <summary>The locked app of the petstore, written by hand after spec/spin-oci.md 3.2 to 3.5 and 4.8.</summary>
internal static class PetstoreApp
{
    public const string ManifestId = "6d1879bb8ac212095ff6a1dbd4b6a51e1d0635150443ece247c29cd2b9744e14";
    public const string WebId = "e76edfb76c5eae424707f72636d56efffb8a1119394e3ab4cb066be1f1b5fd29";
    public const string ApiId = "ec7ef92d6850ed2c1870df7c6beb5e22d5db892ea7d02daffe2273bff1b4a750";
    public const string PageId = "aa20c23e3201834050679e1d88941b9a6fed0557c9a705cb2c315e2e63fd486d";
    public const string HelloId = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
    public const string EmptyId = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>The digests of its bindle's parcels, in invoice order.</summary>
    public static string[] Parcels { get; } = [ManifestId, WebId, ApiId, EmptyId, HelloId, PageId];

    /// <summary>The app as a form writes it.</summary>
    public static JsonObject Of(ArtifactForm form) => new()
    {
        ["spin_lock_version"] = 0,
        ["metadata"] = MetadataOf(form),
        ["variables"] = new JsonObject
        {
            ["api_token"] = new JsonObject { ["secret"] = true },
            ["greeting"] = new JsonObject { ["default"] = "hello" },
        },
        ["triggers"] = new JsonArray(WebTrigger(form), ApiTrigger(form)),
        ["components"] = new JsonArray(WebComponent(form), ApiComponent(form)),
    };

    private static bool IsSecondGeneration(ArtifactForm form) => form is ArtifactForm.Spin2 or ArtifactForm.ForeignSpin;

    private static JsonObject MetadataOf(ArtifactForm form)
    {
        var metadata = new JsonObject
        {
            ["description"] = "Demo store",
            ["name"] = "petstore",
            ["trigger"] = new JsonObject { ["base"] = "/", ["type"] = "http" },
            ["version"] = "1.2.0",
        };
        if (IsSecondGeneration(form))
        {
            metadata["authors"] = new JsonArray("Ada <ada@example.com>");
            metadata["triggers"] = new JsonObject { ["http"] = new JsonObject { ["base"] = "/" } };
        }

        return metadata;
    }

    private static JsonObject WebTrigger(ArtifactForm form)
    {
        var settings = new JsonObject { ["component"] = "web", ["executor"] = null, ["route"] = "/..." };
        if (IsSecondGeneration(form))
        {
            settings.Remove("executor");
        }

        return TriggerOf(form, "web", settings);
    }

    private static JsonObject ApiTrigger(ArtifactForm form) => TriggerOf(form, "api", new JsonObject
    {
        ["component"] = "api",
        ["executor"] = new JsonObject
        {
            ["argv"] = "${SCRIPT_NAME} ${ARGS}",
            ["entrypoint"] = "_start",
            ["type"] = "wagi",
        },
        ["route"] = "/api/...",
    });

    private static JsonObject TriggerOf(ArtifactForm form, string component, JsonObject settings) => new()
    {
        ["id"] = (IsSecondGeneration(form) ? "trigger-" : "trigger--") + component,
        ["trigger_type"] = "http",
        ["trigger_config"] = settings,
    };

    private static JsonObject WebComponent(ArtifactForm form)
    {
        var metadata = ListsOf(form, stores: [], databases: [], "api.example.com");
        metadata["description"] = "Front end";
        return new JsonObject
        {
            ["id"] = "web",
            ["metadata"] = metadata,
            ["source"] = ModuleOf(WebId),
            ["env"] = new JsonObject { ["LOG"] = "info" },
            ["files"] = new JsonArray(
                FileOf("static/empty.txt", EmptyId, ""),
                FileOf("static/hello.txt", HelloId, "aGVsbG8K"),
                FileOf("static/page.html", PageId, inline: null)),
            ["config"] = new JsonObject { ["greeting"] = "{{ greeting }}" },
        };
    }

    private static JsonObject ApiComponent(ArtifactForm form) => new()
    {
        ["id"] = "api",
        ["metadata"] = ListsOf(form, stores: ["default"], databases: ["default"]),
        ["source"] = ModuleOf(ApiId),
    };

    private static JsonObject ListsOf(ArtifactForm form, JsonArray stores, JsonArray databases, params string[] hosts)
    {
        var lists = new JsonObject();
        if (!IsSecondGeneration(form))
        {
            lists["ai_models"] = new JsonArray();
            lists["allowed_http_hosts"] = ArrayOf(hosts);
        }

        if (IsSecondGeneration(form) || form == ArtifactForm.Universal)
        {
            string[] others = ["redis://*:*", "mysql://*:*", "postgres://*:*"];
            lists["allowed_outbound_hosts"] =
                ArrayOf([.. others, .. hosts.SelectMany(host => (string[])[$"http://{host}", $"https://{host}"])]);
        }

        AddUnlessSkipped(form, lists, "databases", databases);
        AddUnlessSkipped(form, lists, "key_value_stores", stores);
        return lists;
    }

    private static void AddUnlessSkipped(ArtifactForm form, JsonObject lists, string name, JsonArray list)
    {
        if (list.Count > 0 || !IsSecondGeneration(form))
        {
            lists[name] = list;
        }
    }

    private static JsonArray ArrayOf(string[] texts) => [.. texts.Select(text => JsonValue.Create(text))];

    private static JsonObject ModuleOf(string sha256) =>
        new() { ["content_type"] = "application/wasm", ["digest"] = $"sha256:{sha256}" };

    private static JsonObject FileOf(string path, string sha256, string? inline)
    {
        var file = new JsonObject { ["digest"] = $"sha256:{sha256}", ["path"] = path };
        if (inline is not null)
        {
            file["inline"] = inline;
        }

        return file;
    }
}
