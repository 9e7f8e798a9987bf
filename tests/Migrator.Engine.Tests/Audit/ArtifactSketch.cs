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

    private bool IsImage => _form is not (ArtifactForm.Spin1 or ArtifactForm.Spin1Layers);

    public JsonObject Component(int index) => App["components"]![index]!.AsObject();

    public JsonObject Metadata => App["metadata"]!.AsObject();

    public JsonObject MetadataOf(int component) => Component(component)["metadata"]!.AsObject();

    public JsonObject SettingsOf(int trigger) => Trigger(trigger)["trigger_config"]!.AsObject();

    public JsonObject Trigger(int index) => App["triggers"]![index]!.AsObject();

    public JsonArray Files => Component(0)["files"]!.AsArray();

    public static byte[] Parcel(string sha256) =>
        File.ReadAllBytes(Path.Combine(AuditedBindle.Petstore, "parcels", sha256 + ".dat"));

    public static ArtifactSketch Of(ArtifactForm form)
    {
        var sketch = new ArtifactSketch(form, PetstoreApp.Of(form));
        sketch.Layers.Add((Wasm, Parcel(PetstoreApp.WebId)));
        if (form == ArtifactForm.Spin1Layers)
        {
            sketch.Layers.Add((Data, Parcel(PetstoreApp.HelloId)));
        }

        sketch.Layers.Add((Data, Parcel(PetstoreApp.PageId)));
        sketch.Layers.Add((Wasm, Parcel(PetstoreApp.ApiId)));
        return sketch;
    }

    /// <summary>Changes a text in the config blob.</summary>
    public void ReplaceInConfig(string old, string other) =>
        Config = text => text.Replace(old, other, StringComparison.Ordinal);

    /// <summary>Puts the files into an archive layer, as Spin 2 does with many.</summary>
    public ArtifactSketch WithArchive(params (string Path, byte[] Content)[] files)
    {
        Layers[1] = ("application/vnd.wasm.content.bundle.v1.tar+gzip", ArchiveOf(files));
        return this;
    }

    public static (string Path, byte[] Content)[] ArchivedFiles() =>
    [
        ("static/empty.txt", []),
        ("static/hello.txt", Parcel(PetstoreApp.HelloId)),
        ("static/page.html", Parcel(PetstoreApp.PageId)),
    ];

    /// <summary>Fixes all bytes and puts them into a target, tagged <c>tag</c>.</summary>
    public LooseTarget Write()
    {
        var target = new LooseTarget();
        var locked = Encoding.UTF8.GetBytes(App.ToJsonString());
        var layers = new JsonArray([.. Layers.Select(layer => Describe(target.Put(layer.MediaType, layer.Content)))]);
        if (IsImage)
        {
            layers.Add(Describe(target.Put(AppType, locked)));
        }

        var manifest = new JsonObject
        {
            ["config"] = Describe(PutConfig(target, locked)),
            ["layers"] = layers,
            ["schemaVersion"] = 2,
        };
        if (_form == ArtifactForm.ForeignSpin)
        {
            manifest["annotations"] = new JsonObject { ["org.opencontainers.image.title"] = "petstore" };
        }

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
            ArtifactForm.Spin2 or ArtifactForm.ForeignSpin => "{" + keys + "}",
            _ => Encoding.UTF8.GetString(locked),
        };
        return target.Put(IsImage ? MediaTypes.ImageConfig : AppType, Encoding.UTF8.GetBytes(Config(text)));
    }

    private void WriteCopy(LooseTarget target, Descriptor subject)
    {
        if (Copy is null)
        {
            return;
        }

        var invoice = File.ReadAllBytes(Path.Combine(AuditedBindle.Petstore, "invoice.toml"));
        var copy = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["artifactType"] = "application/vnd.bindle2oci.bindle.v1",
            ["config"] = Describe(target.Put("application/vnd.bindle2oci.invoice.v1+toml", invoice)),
            ["layers"] = new JsonArray(
                [.. PetstoreApp.Parcels.Select(parcel =>
                    Describe(target.Put("application/octet-stream", Parcel(parcel))))]),
            ["subject"] = Describe(subject),
        };
        Copy(copy);
        var descriptor = target.Put(MediaTypes.ImageManifest, Encoding.UTF8.GetBytes(copy.ToJsonString()));
        target.Refer(subject.Digest, descriptor with { ArtifactType = "application/vnd.bindle2oci.bindle.v1" });
    }

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
                tar.WriteEntry(
                    new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(content) });
            }
        }

        return buffer.ToArray();
    }
}
