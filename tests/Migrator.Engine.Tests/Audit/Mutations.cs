using System.Text;
using System.Text.Json.Nodes;
using Migrator.Engine.Audit;
using Migrator.Oci.Model;

namespace Migrator.Engine.Tests.Audit;

/// <summary>Changes of one thing each, and the code that must tell of it.</summary>
internal static class Mutations
{
    private const string OtherDigest = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
    private const string AppType = "application/vnd.fermyon.spin.application.v1+config";

    /// <summary>The petstore's files as an archive layer holds them.</summary>
    public static (string Path, byte[] Content)[] Archived { get; } = ArtifactSketch.ArchivedFiles();

    /// <summary>Changes that mean the same in every form.</summary>
    public static Mutation[] InEveryForm { get; } =
    [
        new("name", "BM4510", a => a.Metadata["name"] = "petshop"),
        new("version", "BM4511", a => a.Metadata["version"] = "1.2.1"),
        new("no version", "BM4511", a => a.Metadata.Remove("version")),
        new("bindle version of another", "BM4511", a => a.Metadata["bindle_version"] = "1.2.0"),
        new("description", "BM4512", a => a.Metadata["description"] = "Demo"),
        new("base", "BM4513", a => a.Metadata["trigger"]!["base"] = "/shop"),
        new("trigger type of the app", "BM4513", a => a.Metadata["trigger"]!["type"] = "redis"),
        new("surplus metadata", "BM4515", a => a.Metadata["origin"] = "elsewhere"),
        new("variable default", "BM4514", a => a.App["variables"]!["greeting"]!["default"] = "hullo"),
        new("variable no longer secret", "BM4514", a => a.App["variables"]!["api_token"]!.AsObject().Remove("secret")),
        new("variable gone", "BM4514", a => a.App["variables"]!.AsObject().Remove("greeting")),
        new("variables gone", "BM4514", a => a.App.Remove("variables")),
        new("variable added", "BM4514", a => a.App["variables"]!["more"] = new JsonObject()),
        new("surplus member", "BM4515", a => a.App["host_requirements"] = new JsonObject()),
        new("lock version", "BM4505", a => a.App["spin_lock_version"] = 1),
        new("component dropped", "BM4520", a => a.App["components"]!.AsArray().RemoveAt(0)),
        new("component added", "BM4521", AddComponent),
        new("component renamed", "BM4522", a => a.Component(1)["id"] = "apis"),
        new("components swapped", "BM4522", SwapComponents),
        new("module of the other", "BM4523", a => a.Component(1)["source"] = a.Component(0)["source"]!.DeepClone()),
        new("environment value", "BM4524", a => a.Component(0)["env"]!["LOG"] = "debug"),
        new("environment gone", "BM4524", a => a.Component(0).Remove("env")),
        new("environment added", "BM4524", a => a.Component(1)["env"] = new JsonObject { ["A"] = "b" }),
        new("config value", "BM4525", a => a.Component(0)["config"]!["greeting"] = "{{ api_token }}"),
        new("config gone", "BM4525", a => a.Component(0).Remove("config")),
        new("store", "BM4527", a => a.MetadataOf(1)["key_value_stores"] = new JsonArray("other")),
        new("database gone", "BM4527", a => a.MetadataOf(1).Remove("databases")),
        new("model added", "BM4527", a => a.MetadataOf(1)["ai_models"] = new JsonArray("llama2-chat")),
        new("component description", "BM4527", a => a.MetadataOf(0)["description"] = "Back end"),
        new("surplus component member", "BM4527", a => a.Component(0)["dependencies"] = new JsonObject()),
        new("build command", "BM4527", a => a.MetadataOf(0)["build"] = new JsonObject()),
        new("file gone", "BM4530", a => a.Files.RemoveAt(1)),
        new("all files gone", "BM4530", a => a.Component(0).Remove("files")),
        new("file renamed", "BM4530", a => a.Files[2]!["path"] = "static/page.htm"),
        new("file added", "BM4531", AddFile),
        new("files of one component to the other", "BM4531", a => a.Component(1)["files"] = a.Files.DeepClone()),
        new("file digest", "BM4532", a => a.Files[2]!["digest"] = OtherDigest),
        new("file digest of another", "BM4532", a => a.Files[2]!["digest"] = a.Files[1]!["digest"]!.DeepClone()),
        new("inline bytes", "BM4534", a => a.Files[1]!["inline"] = "aGVsbG8h"),
        new("inline bytes of an empty file", "BM4534", a => a.Files[0]!["inline"] = "AA"),
        new("inline padded", "BM4534", a => a.Files[1]!["inline"] = "aGVsbG8="),
        new("inline not base64", "BM4534", a => a.Files[1]!["inline"] = "aGVs_G8K"),
        new("trigger dropped", "BM4540", a => a.App["triggers"]!.AsArray().RemoveAt(1)),
        new("trigger added", "BM4541", AddTrigger),
        new("trigger id", "BM4542", a => a.Trigger(0)["id"] = "web-http-trigger"),
        new("trigger type", "BM4542", a => a.Trigger(0)["trigger_type"] = "redis"),
        new("route", "BM4543", a => a.SettingsOf(1)["route"] = "/apis/..."),
        new("route no longer a wildcard", "BM4543", a => a.SettingsOf(1)["route"] = "/api"),
        new("route gone", "BM4543", a => a.SettingsOf(1).Remove("route")),
        new("executor", "BM4544", a => a.SettingsOf(1)["executor"]!["type"] = "spin"),
        new("arguments", "BM4544", a => a.SettingsOf(1)["executor"]!["argv"] = "${ARGS}"),
        new("executor gone", "BM4544", a => a.SettingsOf(1).Remove("executor")),
        new("component of a trigger", "BM4544", a => a.SettingsOf(0)["component"] = "api"),
        new("module layer gone", "BM4550", a => a.Layers.RemoveAt(a.Layers.Count - 1)),
        new("file layer gone", "BM4550", a => a.Layers.RemoveAt(a.Layers.Count - 2)),
        new("module layer as data", "BM4550", a => a.Layers[0] = (a.Layers[^2].MediaType, a.Layers[0].Content)),
        new("file as module layer", "BM4550", a => a.Layers[^2] = (a.Layers[0].MediaType, a.Layers[^2].Content)),
        new("layer added", "BM4551", a => a.Layers.Insert(1, (a.Layers[^2].MediaType, "more"u8.ToArray()))),
        new("layer of unknown type added", "BM4551", a =>
            a.Layers.Insert(1, ("application/octet-stream", "more"u8.ToArray()))),
        new("blob lost", "BM4503", a => a.Target = t => t.Lose(Digest.Of(a.Layers[^2].Content))),
        new("blob truncated", "BM4504", a => Damage(a, content => content[..^1])),
        new("blob with a byte more", "BM4504", a => Damage(a, content => [.. content, 0])),
        new("blob with a bit flipped", "BM4504", a => Damage(a, content => [(byte)(content[0] ^ 1), .. content[1..]])),
        new("descriptor size", "BM4504", a => a.Manifest = m => m["layers"]![0]!["size"] = 207),
        new("schema version", "BM4502", a => a.Manifest = m => m["schemaVersion"] = 1),
        new("digest of another algorithm", "BM4502", a => a.Manifest = m => m["config"]!["digest"] = "sha512:00"),
        new("config media type", "BM4501", a => a.Manifest = m => m["config"]!["mediaType"] = "application/json"),
        new("source out of the artifact", "BM4505", a => a.Files[2]!["source"] = "file:///etc/passwd"),
        new("content type", "BM4505", a => a.Component(0)["source"]!["content_type"] = "text/plain"),
        new("no components", "BM4520", a => a.App.Remove("components")),
        new("copy with another invoice", "BM4561", a => a.Copy = c => Other(c["config"]!)),
        new("copy without a parcel", "BM4562", a => a.Copy = c => c["layers"]!.AsArray().RemoveAt(5)),
        new("copy with a parcel more", "BM4562", a =>
            a.Copy = c => c["layers"]!.AsArray().Add(c["layers"]![0]!.DeepClone())),
        new("copy with parcels swapped", "BM4562", a => a.Copy = SwapParcels),
        new("copy with another parcel", "BM4562", a => a.Copy = c => Other(c["layers"]![0]!)),
        new("copy of a parcel with another type", "BM4562", a =>
            a.Copy = c => c["layers"]![0]!["mediaType"] = "text/plain"),
        new("copy of another artifact", "BM4502", a => a.Copy = c => Other(c["subject"]!)),
        new("no copy", "BM4560", a => a.Copy = null),
    ];

    /// <summary>Changes that only one form can have, or that have another code there.</summary>
    public static (ArtifactForm Form, Mutation Mutation)[] InOneForm { get; } =
    [
        (ArtifactForm.Spin1, new("hosts", "BM4526", a =>
            a.MetadataOf(0)["allowed_http_hosts"] = new JsonArray("example.com"))),
        (ArtifactForm.Spin1, new("hosts added", "BM4526", a =>
            a.MetadataOf(1)["allowed_http_hosts"] = new JsonArray("h"))),
        (ArtifactForm.Spin1, new("outbound hosts", "BM4526", a =>
            a.MetadataOf(1)["allowed_outbound_hosts"] = new JsonArray("h"))),
        (ArtifactForm.Spin1, new("application layer", "BM4501", a =>
            a.Layers.Add((AppType, "{}"u8.ToArray())))),
        (ArtifactForm.Spin1, new("inline gone", "BM4550", a => a.Files[1]!.AsObject().Remove("inline"))),
        (ArtifactForm.Spin1, new("null executor gone", "BM4544", a => a.SettingsOf(0).Remove("executor"))),
        (ArtifactForm.Universal, new("hosts", "BM4526", a => a.MetadataOf(0)["allowed_http_hosts"] = new JsonArray())),
        (ArtifactForm.Universal, new("outbound host", "BM4526", a =>
            a.MetadataOf(0)["allowed_outbound_hosts"]![3] = "http://api.example.org")),
        (ArtifactForm.Universal, new("outbound hosts gone", "BM4526", a =>
            a.MetadataOf(1).Remove("allowed_outbound_hosts"))),
        (ArtifactForm.Universal, new("outbound hosts in another order", "BM4526", a =>
            Swap(a.MetadataOf(0)["allowed_outbound_hosts"]!.AsArray(), 0, 1))),
        (ArtifactForm.Universal, new("config of another app", "BM4506", a => a.ReplaceInConfig("petstore", "petshop"))),
        (ArtifactForm.Universal, new("config with a space", "BM4506", a =>
            a.ReplaceInConfig("\"history\":[]", "\"history\": []"))),
        (ArtifactForm.Universal, new("config without history", "BM4506", a =>
            a.ReplaceInConfig(",\"history\":[]", ""))),
        (ArtifactForm.Universal, new("config for another system", "BM4506", a => a.ReplaceInConfig("wasip1", "linux"))),
        (ArtifactForm.Universal, new("config alone", "BM4526", a => a.Config = _ => "{}")),
        (ArtifactForm.Universal, new("triggers of the second generation", "BM4513", a =>
            a.Metadata["triggers"] = new JsonObject())),
        (ArtifactForm.Spin2, new("hosts of the first generation", "BM4526", a =>
            a.MetadataOf(0)["allowed_http_hosts"] = new JsonArray("h"))),
        (ArtifactForm.Spin2, new("outbound hosts", "BM4526", a =>
            a.MetadataOf(0)["allowed_outbound_hosts"]![4] = "https://*:*")),
        (ArtifactForm.Spin2, new("authors", "BM4512", a => a.Metadata["authors"] = new JsonArray("Eve"))),
        (ArtifactForm.Spin2, new("triggers", "BM4513", a => a.Metadata["triggers"]!["http"]!["base"] = "/x")),
        (ArtifactForm.Spin2, new("image of another system", "BM4507", a => a.ReplaceInConfig("wasip1", "linux"))),
        (ArtifactForm.Spin2, new("label of another app", "BM4507", a => a.ReplaceInConfig("sha256:", "sha256:0"))),
        (ArtifactForm.Spin2, new("image config broken", "BM4507", a => a.Config = _ => "{")),
        (ArtifactForm.Spin2, new("archive broken", "BM4553", a => BreakArchive(a))),
        (ArtifactForm.Spin2, new("archive with another file", "BM4554", a =>
            a.WithArchive([("static/other", []), .. Archived]))),
        (ArtifactForm.Spin2, new("archive without a file", "BM4554", a => a.WithArchive(Archived[1..]))),
        (ArtifactForm.Spin2, new("archive with other bytes", "BM4554", a =>
            a.WithArchive([("static/page.html", [1]), .. Archived[..2]]))),
        (ArtifactForm.Spin2, new("archive that escapes", "BM4554", a =>
            a.WithArchive([("../page.html", [1]), .. Archived]))),
        (ArtifactForm.Spin2, new("archive larger than the bindle", "BM4553", a =>
            a.WithArchive([("bomb", new byte[1 << 20]), .. Archived]))),
        (ArtifactForm.Universal, new("archive", "BM4551", a => a.WithArchive(Archived))),
        (ArtifactForm.Spin1Layers, new("layer of an inlined file gone", "BM4550", DropOneInlinedLayer)),
    ];

    private static void AddComponent(ArtifactSketch sketch)
    {
        var copy = sketch.Component(1).DeepClone();
        copy["id"] = "more";
        sketch.App["components"]!.AsArray().Add(copy);
    }

    private static void AddTrigger(ArtifactSketch sketch)
    {
        var copy = sketch.Trigger(1).DeepClone();
        copy["id"] = "trigger-more";
        sketch.App["triggers"]!.AsArray().Add(copy);
    }

    private static void AddFile(ArtifactSketch sketch)
    {
        var copy = sketch.Files[1]!.DeepClone();
        copy["path"] = "static/more.txt";
        sketch.Files.Add(copy);
    }

    private static void SwapComponents(ArtifactSketch sketch) => Swap(sketch.App["components"]!.AsArray(), 0, 1);

    private static void SwapParcels(JsonObject copy) => Swap(copy["layers"]!.AsArray(), 1, 2);

    private static void Swap(JsonArray items, int left, int right)
    {
        var (first, second) = (items[left]!.DeepClone(), items[right]!.DeepClone());
        (items[left], items[right]) = (second, first);
    }

    private static void Damage(ArtifactSketch sketch, Func<byte[], byte[]> change) => sketch.Target = target =>
    {
        var content = sketch.Layers[0].Content;
        target.Replace(Digest.Of(content), change(content));
    };

    private static void BreakArchive(ArtifactSketch sketch)
    {
        sketch.WithArchive(Archived);
        sketch.Layers[1] = (sketch.Layers[1].MediaType, sketch.Layers[1].Content[..^20]);
    }

    private static void DropOneInlinedLayer(ArtifactSketch sketch)
    {
        var bytes = Encoding.UTF8.GetBytes("greetings");
        sketch.Files.Add(new JsonObject
        {
            ["inline"] = Convert.ToBase64String(bytes).TrimEnd('='),
            ["digest"] = Digest.Of(bytes).ToString(),
            ["path"] = "static/more.txt",
        });
    }

    private static void Other(JsonNode descriptor) => descriptor["digest"] = OtherDigest;
}
