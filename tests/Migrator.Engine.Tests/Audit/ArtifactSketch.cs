using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Migrator.Engine.Audit;
using Migrator.Oci.Model;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Audit;

/// <summary>
/// An artifact of the petstore written by hand after spec/spin-oci.md 3.6 and 4, before its bytes are fixed, so that a
/// test can change one thing in it.
/// </summary>
internal sealed class ArtifactSketch
{
    private const string WebId = "e76edfb76c5eae424707f72636d56efffb8a1119394e3ab4cb066be1f1b5fd29";
    private const string ApiId = "ec7ef92d6850ed2c1870df7c6beb5e22d5db892ea7d02daffe2273bff1b4a750";
    private const string PageId = "aa20c23e3201834050679e1d88941b9a6fed0557c9a705cb2c315e2e63fd486d";
    private const string HelloId = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
    private const string EmptyId = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private const string Wasm = "application/vnd.wasm.content.layer.v1+wasm";
    private const string Data = "application/vnd.wasm.content.layer.v1+data";
    private const string AppType = "application/vnd.fermyon.spin.application.v1+config";

    private readonly ArtifactForm _form;

    private ArtifactSketch(ArtifactForm form, JsonObject app)
    {
        _form = form;
        App = app;
    }

    /// <summary>The locked app.</summary>
    public JsonObject App { get; }

    /// <summary>The layers of modules and files: media type and bytes.</summary>
    public List<(string MediaType, byte[] Content)> Layers { get; } = [];

    /// <summary>Changes the config blob of the universal form and of Spin 2 before it is written.</summary>
    public Func<string, string> Config { get; set; } = text => text;

    /// <summary>Changes the manifest before it is written.</summary>
    public Action<JsonObject> Manifest { get; set; } = _ => { };

    /// <summary>Changes the copy of the bindle before it is written; null when no copy goes along.</summary>
    public Action<JsonObject>? Copy { get; set; } = _ => { };

    /// <summary>Changes the target at the end.</summary>
    public Action<LooseTarget> Target { get; set; } = _ => { };

    public JsonObject Component(int index) => App["components"]![index]!.AsObject();

    public JsonObject Trigger(int index) => App["triggers"]![index]!.AsObject();

    public JsonArray Files => Component(0)["files"]!.AsArray();

    public static byte[] Parcel(string sha256) =>
        File.ReadAllBytes(Path.Combine(AuditedBindle.Petstore, "parcels", sha256 + ".dat"));

    public static ArtifactSketch Of(ArtifactForm form)
    {
        var sketch = new ArtifactSketch(form, AppOf(form));
        sketch.Layers.Add((Wasm, Parcel(WebId)));
        if (form == ArtifactForm.Spin1Layers)
        {
            sketch.Layers.Add((Data, Parcel(HelloId)));
        }

        sketch.Layers.Add((Data, Parcel(PageId)));
        sketch.Layers.Add((Wasm, Parcel(ApiId)));
        return sketch;
    }

    /// <summary>Puts the files into an archive layer, as Spin 2 does with many.</summary>
    public ArtifactSketch WithArchive(params (string Path, byte[] Content)[] files)
    {
        Layers[1] = ("application/vnd.wasm.content.bundle.v1.tar+gzip", ArchiveOf(files));
        return this;
    }

    public static (string Path, byte[] Content)[] ArchivedFiles() =>
    [
        ("static/empty.txt", []), ("static/hello.txt", Parcel(HelloId)), ("static/page.html", Parcel(PageId)),
    ];

    /// <summary>Fixes all bytes and puts them into a target, tagged <c>tag</c>.</summary>
    public LooseTarget Write()
    {
        var target = new LooseTarget();
        var locked = Encoding.UTF8.GetBytes(App.ToJsonString());
        var layers = new JsonArray([.. Layers.Select(layer => Describe(target.Put(layer.MediaType, layer.Content)))]);
        if (_form is ArtifactForm.Universal or ArtifactForm.Spin2)
        {
            layers.Add(Describe(target.Put(AppType, locked)));
        }

        var manifest = new JsonObject { ["config"] = Describe(PutConfig(target, locked)), ["layers"] = layers, ["schemaVersion"] = 2 };
        Manifest(manifest);
        var descriptor = target.Put(MediaTypes.ImageManifest, Encoding.UTF8.GetBytes(manifest.ToJsonString()));
        target.Tag(descriptor, "tag");
        WriteCopy(target, descriptor);
        Target(target);
        return target;
    }

    private Descriptor PutConfig(LooseTarget target, byte[] locked)
    {
        const string image = "\"architecture\":\"wasm\",\"os\":\"wasip1\",\"config\":{\"Labels\":{" +
            "\"com.fermyon.spin.lockedAppDigest\":\"DIGEST\"}},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}";
        var keys = image.Replace("DIGEST", Digest.Of(locked).ToString(), StringComparison.Ordinal);
        var text = _form switch
        {
            ArtifactForm.Universal => Encoding.UTF8.GetString(locked)[..^1] + "," + keys + ",\"history\":[]}",
            ArtifactForm.Spin2 => "{" + keys + "}",
            _ => Encoding.UTF8.GetString(locked),
        };
        var isImage = _form is ArtifactForm.Universal or ArtifactForm.Spin2;
        return target.Put(isImage ? MediaTypes.ImageConfig : AppType, Encoding.UTF8.GetBytes(Config(text)));
    }

    private void WriteCopy(LooseTarget target, Descriptor subject)
    {
        if (Copy is null)
        {
            return;
        }

        var invoice = File.ReadAllBytes(Path.Combine(AuditedBindle.Petstore, "invoice.toml"));
        string[] parcels = [ManifestId, WebId, ApiId, EmptyId, HelloId, PageId];
        var copy = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["artifactType"] = "application/vnd.bindle2oci.bindle.v1",
            ["config"] = Describe(target.Put("application/vnd.bindle2oci.invoice.v1+toml", invoice)),
            ["layers"] = new JsonArray([.. parcels.Select(parcel => Describe(target.Put("application/octet-stream", Parcel(parcel))))]),
            ["subject"] = Describe(subject),
        };
        Copy(copy);
        var descriptor = target.Put(MediaTypes.ImageManifest, Encoding.UTF8.GetBytes(copy.ToJsonString()));
        target.Refer(subject.Digest, descriptor with { ArtifactType = "application/vnd.bindle2oci.bindle.v1" });
    }

    private const string ManifestId = "6d1879bb8ac212095ff6a1dbd4b6a51e1d0635150443ece247c29cd2b9744e14";

    public static JsonObject Describe(Descriptor descriptor) => new()
    {
        ["mediaType"] = descriptor.MediaType,
        ["digest"] = descriptor.Digest.ToString(),
        ["size"] = descriptor.Size,
    };

    private static byte[] ArchiveOf((string Path, byte[] Content)[] files)
    {
        using var buffer = new MemoryStream();
        using (var zip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zip, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var (path, content) in files)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(content) });
            }
        }

        return buffer.ToArray();
    }

    private static JsonObject AppOf(ArtifactForm form)
    {
        var app = JsonNode.Parse(SpecExample)!.AsObject();
        if (form == ArtifactForm.Universal)
        {
            Metadata(app, 0)["allowed_outbound_hosts"] = Hosts("http://api.example.com", "https://api.example.com");
            Metadata(app, 1)["allowed_outbound_hosts"] = Hosts();
        }
        else if (form == ArtifactForm.Spin2)
        {
            MakeSecondGeneration(app);
        }

        return app;
    }

    private static void MakeSecondGeneration(JsonObject app)
    {
        app["metadata"] = JsonNode.Parse(
            """
            {"authors":["Ada <ada@example.com>"],"description":"Demo store","name":"petstore",
             "trigger":{"base":"/","type":"http"},"triggers":{"http":{"base":"/"}},"version":"1.2.0"}
            """);
        app["triggers"]![0]!["id"] = "trigger-web";
        app["triggers"]![0]!["trigger_config"]!.AsObject().Remove("executor");
        app["triggers"]![1]!["id"] = "trigger-api";
        app["components"]![0]!["metadata"] = new JsonObject
        {
            ["allowed_outbound_hosts"] = Hosts("http://api.example.com", "https://api.example.com"),
            ["description"] = "Front end",
        };
        app["components"]![1]!["metadata"] = new JsonObject
        {
            ["allowed_outbound_hosts"] = Hosts(),
            ["databases"] = new JsonArray("default"),
            ["key_value_stores"] = new JsonArray("default"),
        };
    }

    private static JsonObject Metadata(JsonObject app, int component) => app["components"]![component]!["metadata"]!.AsObject();

    private static JsonArray Hosts(params string[] hosts) =>
        [.. ((string[])["redis://*:*", "mysql://*:*", "postgres://*:*", .. hosts]).Select(host => JsonValue.Create(host))];

    private const string SpecExample =
        """
        {"spin_lock_version":0,
        "metadata":{"description":"Demo store","name":"petstore","trigger":{"base":"/","type":"http"},"version":"1.2.0"},
        "variables":{"api_token":{"secret":true},"greeting":{"default":"hello"}},
        "triggers":[
         {"id":"trigger--web","trigger_type":"http","trigger_config":{"component":"web","executor":null,"route":"/..."}},
         {"id":"trigger--api","trigger_type":"http","trigger_config":{"component":"api",
           "executor":{"argv":"${SCRIPT_NAME} ${ARGS}","entrypoint":"_start","type":"wagi"},"route":"/api/..."}}],
        "components":[
         {"id":"web","metadata":{"ai_models":[],"allowed_http_hosts":["api.example.com"],"databases":[],
           "description":"Front end","key_value_stores":[]},
          "source":{"content_type":"application/wasm","digest":"sha256:e76edfb76c5eae424707f72636d56efffb8a1119394e3ab4cb066be1f1b5fd29"},
          "env":{"LOG":"info"},
          "files":[
           {"inline":"","digest":"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","path":"static/empty.txt"},
           {"inline":"aGVsbG8K","digest":"sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03","path":"static/hello.txt"},
           {"digest":"sha256:aa20c23e3201834050679e1d88941b9a6fed0557c9a705cb2c315e2e63fd486d","path":"static/page.html"}],
          "config":{"greeting":"{{ greeting }}"}},
         {"id":"api","metadata":{"ai_models":[],"allowed_http_hosts":[],"databases":["default"],"key_value_stores":["default"]},
          "source":{"content_type":"application/wasm","digest":"sha256:ec7ef92d6850ed2c1870df7c6beb5e22d5db892ea7d02daffe2273bff1b4a750"}}]}
        """;
}
