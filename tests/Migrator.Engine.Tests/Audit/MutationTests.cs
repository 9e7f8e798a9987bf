using System.Text;
using System.Text.Json.Nodes;
using Migrator.Engine.Audit;
using Migrator.Oci.Model;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Audit;

/// <summary>One thing is changed in an artifact that passes: the audit must fail, with the code that tells what it was.</summary>
public sealed class MutationTests
{
    private const string OtherDigest = "sha256:1111111111111111111111111111111111111111111111111111111111111111";

    private static readonly ArtifactForm[] AllForms =
        [ArtifactForm.Spin1, ArtifactForm.Spin1Layers, ArtifactForm.Universal, ArtifactForm.Spin2];

    /// <summary>Changes that mean the same in every form.</summary>
    private static readonly (string Name, string Code, Action<ArtifactSketch> Change)[] InEveryForm =
    [
        ("name", "BM4510", sketch => sketch.App["metadata"]!["name"] = "petshop"),
        ("version", "BM4511", sketch => sketch.App["metadata"]!["version"] = "1.2.1"),
        ("no version", "BM4511", sketch => sketch.App["metadata"]!.AsObject().Remove("version")),
        ("bindle version of another", "BM4511", sketch => sketch.App["metadata"]!["bindle_version"] = "1.2.0"),
        ("description", "BM4512", sketch => sketch.App["metadata"]!["description"] = "Demo"),
        ("base", "BM4513", sketch => sketch.App["metadata"]!["trigger"]!["base"] = "/shop"),
        ("trigger type of the app", "BM4513", sketch => sketch.App["metadata"]!["trigger"]!["type"] = "redis"),
        ("surplus metadata", "BM4515", sketch => sketch.App["metadata"]!["origin"] = "elsewhere"),
        ("variable default", "BM4514", sketch => sketch.App["variables"]!["greeting"]!["default"] = "hullo"),
        ("variable no longer secret", "BM4514", sketch => sketch.App["variables"]!["api_token"]!.AsObject().Remove("secret")),
        ("variable gone", "BM4514", sketch => sketch.App["variables"]!.AsObject().Remove("greeting")),
        ("variables gone", "BM4514", sketch => sketch.App.Remove("variables")),
        ("variable added", "BM4514", sketch => sketch.App["variables"]!["more"] = new JsonObject()),
        ("surplus member", "BM4515", sketch => sketch.App["host_requirements"] = new JsonObject()),
        ("lock version", "BM4505", sketch => sketch.App["spin_lock_version"] = 1),
        ("component dropped", "BM4520", sketch => sketch.App["components"]!.AsArray().RemoveAt(0)),
        ("component added", "BM4521", AddComponent),
        ("component renamed", "BM4522", sketch => sketch.Component(1)["id"] = "apis"),
        ("components swapped", "BM4522", SwapComponents),
        ("module of the other", "BM4523", sketch => sketch.Component(1)["source"] = sketch.Component(0)["source"]!.DeepClone()),
        ("environment value", "BM4524", sketch => sketch.Component(0)["env"]!["LOG"] = "debug"),
        ("environment gone", "BM4524", sketch => sketch.Component(0).Remove("env")),
        ("environment added", "BM4524", sketch => sketch.Component(1)["env"] = new JsonObject { ["A"] = "b" }),
        ("config value", "BM4525", sketch => sketch.Component(0)["config"]!["greeting"] = "{{ api_token }}"),
        ("config gone", "BM4525", sketch => sketch.Component(0).Remove("config")),
        ("store", "BM4527", sketch => sketch.Component(1)["metadata"]!["key_value_stores"] = new JsonArray("other")),
        ("database gone", "BM4527", sketch => sketch.Component(1)["metadata"]!.AsObject().Remove("databases")),
        ("model added", "BM4527", sketch => sketch.Component(1)["metadata"]!["ai_models"] = new JsonArray("llama2-chat")),
        ("component description", "BM4527", sketch => sketch.Component(0)["metadata"]!["description"] = "Back end"),
        ("surplus component member", "BM4527", sketch => sketch.Component(0)["dependencies"] = new JsonObject()),
        ("build command", "BM4527", sketch => sketch.Component(0)["metadata"]!["build"] = new JsonObject()),
        ("file gone", "BM4530", sketch => sketch.Files.RemoveAt(1)),
        ("all files gone", "BM4530", sketch => sketch.Component(0).Remove("files")),
        ("file renamed", "BM4530", sketch => sketch.Files[2]!["path"] = "static/page.htm"),
        ("file added", "BM4531", AddFile),
        ("files of one component to the other", "BM4531", sketch => sketch.Component(1)["files"] = sketch.Files.DeepClone()),
        ("file digest", "BM4532", sketch => sketch.Files[2]!["digest"] = OtherDigest),
        ("file digest of another", "BM4532", sketch => sketch.Files[2]!["digest"] = sketch.Files[1]!["digest"]!.DeepClone()),
        ("inline bytes", "BM4534", sketch => sketch.Files[1]!["inline"] = "aGVsbG8h"),
        ("inline bytes of an empty file", "BM4534", sketch => sketch.Files[0]!["inline"] = "AA"),
        ("inline padded", "BM4534", sketch => sketch.Files[1]!["inline"] = "aGVsbG8="),
        ("inline not base64", "BM4534", sketch => sketch.Files[1]!["inline"] = "aGVs_G8K"),
        ("trigger dropped", "BM4540", sketch => sketch.App["triggers"]!.AsArray().RemoveAt(1)),
        ("trigger added", "BM4541", AddTrigger),
        ("trigger id", "BM4542", sketch => sketch.Trigger(0)["id"] = "web-http-trigger"),
        ("trigger type", "BM4542", sketch => sketch.Trigger(0)["trigger_type"] = "redis"),
        ("route", "BM4543", sketch => sketch.Trigger(1)["trigger_config"]!["route"] = "/apis/..."),
        ("route no longer a wildcard", "BM4543", sketch => sketch.Trigger(1)["trigger_config"]!["route"] = "/api"),
        ("route gone", "BM4543", sketch => sketch.Trigger(1)["trigger_config"]!.AsObject().Remove("route")),
        ("executor", "BM4544", sketch => sketch.Trigger(1)["trigger_config"]!["executor"]!["type"] = "spin"),
        ("arguments", "BM4544", sketch => sketch.Trigger(1)["trigger_config"]!["executor"]!["argv"] = "${ARGS}"),
        ("executor gone", "BM4544", sketch => sketch.Trigger(1)["trigger_config"]!.AsObject().Remove("executor")),
        ("component of a trigger", "BM4544", sketch => sketch.Trigger(0)["trigger_config"]!["component"] = "api"),
        ("module layer gone", "BM4550", sketch => sketch.Layers.RemoveAt(sketch.Layers.Count - 1)),
        ("file layer gone", "BM4550", sketch => sketch.Layers.RemoveAt(sketch.Layers.Count - 2)),
        ("module layer as data", "BM4550", sketch => sketch.Layers[0] = (sketch.Layers[^2].MediaType, sketch.Layers[0].Content)),
        ("file as module layer", "BM4550", sketch => sketch.Layers[^2] = (sketch.Layers[0].MediaType, sketch.Layers[^2].Content)),
        ("layer added", "BM4551", sketch => sketch.Layers.Insert(1, (sketch.Layers[^2].MediaType, "more"u8.ToArray()))),
        ("layer of unknown type added", "BM4551", sketch => sketch.Layers.Insert(1, ("application/octet-stream", "more"u8.ToArray()))),
        ("blob lost", "BM4503", sketch => sketch.Target = target => target.Lose(Digest.Of(sketch.Layers[^2].Content))),
        ("blob truncated", "BM4504", sketch => Damage(sketch, content => content[..^1])),
        ("blob with a byte more", "BM4504", sketch => Damage(sketch, content => [.. content, 0])),
        ("blob with a bit flipped", "BM4504", sketch => Damage(sketch, content => [(byte)(content[0] ^ 1), .. content[1..]])),
        ("descriptor size", "BM4504", sketch => sketch.Manifest = manifest => manifest["layers"]![0]!["size"] = 207),
        ("schema version", "BM4502", sketch => sketch.Manifest = manifest => manifest["schemaVersion"] = 1),
        ("digest of another algorithm", "BM4502", sketch => sketch.Manifest = manifest => manifest["config"]!["digest"] = "sha512:00"),
        ("config media type", "BM4501", sketch => sketch.Manifest = manifest => manifest["config"]!["mediaType"] = "application/json"),
        ("source out of the artifact", "BM4505", sketch => sketch.Files[2]!["source"] = "file:///etc/passwd"),
        ("content type", "BM4505", sketch => sketch.Component(0)["source"]!["content_type"] = "text/plain"),
        ("no components", "BM4520", sketch => sketch.App.Remove("components")),
        ("copy with another invoice", "BM4561", sketch => sketch.Copy = copy => Other(copy["config"]!)),
        ("copy without a parcel", "BM4562", sketch => sketch.Copy = copy => copy["layers"]!.AsArray().RemoveAt(5)),
        ("copy with a parcel more", "BM4562", sketch => sketch.Copy = copy => copy["layers"]!.AsArray().Add(copy["layers"]![0]!.DeepClone())),
        ("copy with parcels swapped", "BM4562", sketch => sketch.Copy = SwapParcels),
        ("copy with another parcel", "BM4562", sketch => sketch.Copy = copy => Other(copy["layers"]![0]!)),
        ("copy of a parcel with another type", "BM4562", sketch => sketch.Copy = copy => copy["layers"]![0]!["mediaType"] = "text/plain"),
        ("copy of another artifact", "BM4502", sketch => sketch.Copy = copy => Other(copy["subject"]!)),
        ("no copy", "BM4560", sketch => sketch.Copy = null),
    ];

    private static readonly (ArtifactForm Form, string Name, string Code, Action<ArtifactSketch> Change)[] InOneForm =
    [
        (ArtifactForm.Spin1, "hosts", "BM4526", sketch => sketch.Component(0)["metadata"]!["allowed_http_hosts"] = new JsonArray("example.com")),
        (ArtifactForm.Spin1, "hosts added", "BM4526", sketch => sketch.Component(1)["metadata"]!["allowed_http_hosts"] = new JsonArray("h")),
        (ArtifactForm.Spin1, "outbound hosts", "BM4526", sketch => sketch.Component(1)["metadata"]!["allowed_outbound_hosts"] = new JsonArray("h")),
        (ArtifactForm.Spin1, "application layer", "BM4501", sketch => sketch.Layers.Add(("application/vnd.fermyon.spin.application.v1+config", "{}"u8.ToArray()))),
        (ArtifactForm.Spin1, "inline gone", "BM4550", sketch => sketch.Files[1]!.AsObject().Remove("inline")),
        (ArtifactForm.Spin1, "null executor gone", "BM4544", sketch => sketch.Trigger(0)["trigger_config"]!.AsObject().Remove("executor")),
        (ArtifactForm.Universal, "hosts", "BM4526", sketch => sketch.Component(0)["metadata"]!["allowed_http_hosts"] = new JsonArray()),
        (ArtifactForm.Universal, "outbound host", "BM4526", sketch => sketch.Component(0)["metadata"]!["allowed_outbound_hosts"]![3] = "http://api.example.org"),
        (ArtifactForm.Universal, "outbound hosts gone", "BM4526", sketch => sketch.Component(1)["metadata"]!.AsObject().Remove("allowed_outbound_hosts")),
        (ArtifactForm.Universal, "outbound hosts in another order", "BM4526", sketch => Swap(sketch.Component(0)["metadata"]!["allowed_outbound_hosts"]!.AsArray(), 0, 1)),
        (ArtifactForm.Universal, "config of another app", "BM4506", sketch => sketch.Config = text => text.Replace("petstore", "petshop", StringComparison.Ordinal)),
        (ArtifactForm.Universal, "config with a space", "BM4506", sketch => sketch.Config = text => text.Replace("\"history\":[]", "\"history\": []", StringComparison.Ordinal)),
        (ArtifactForm.Universal, "config without history", "BM4506", sketch => sketch.Config = text => text.Replace(",\"history\":[]", "", StringComparison.Ordinal)),
        (ArtifactForm.Universal, "config for another system", "BM4506", sketch => sketch.Config = text => text.Replace("wasip1", "linux", StringComparison.Ordinal)),
        (ArtifactForm.Universal, "config alone", "BM4526", sketch => sketch.Config = _ => "{}"),
        (ArtifactForm.Universal, "triggers of the second generation", "BM4513", sketch => sketch.App["metadata"]!["triggers"] = new JsonObject()),
        (ArtifactForm.Spin2, "hosts of the first generation", "BM4526", sketch => sketch.Component(0)["metadata"]!["allowed_http_hosts"] = new JsonArray("h")),
        (ArtifactForm.Spin2, "outbound hosts", "BM4526", sketch => sketch.Component(0)["metadata"]!["allowed_outbound_hosts"]![4] = "https://*:*"),
        (ArtifactForm.Spin2, "authors", "BM4512", sketch => sketch.App["metadata"]!["authors"] = new JsonArray("Eve")),
        (ArtifactForm.Spin2, "triggers", "BM4513", sketch => sketch.App["metadata"]!["triggers"]!["http"]!["base"] = "/x"),
        (ArtifactForm.Spin2, "image of another system", "BM4507", sketch => sketch.Config = text => text.Replace("wasip1", "linux", StringComparison.Ordinal)),
        (ArtifactForm.Spin2, "label of another app", "BM4507", sketch => sketch.Config = text => text.Replace("sha256:", "sha256:0", StringComparison.Ordinal)),
        (ArtifactForm.Spin2, "image config broken", "BM4507", sketch => sketch.Config = _ => "{"),
        (ArtifactForm.Spin2, "archive broken", "BM4553", sketch => BreakArchive(sketch)),
        (ArtifactForm.Spin2, "archive with another file", "BM4554", sketch => sketch.WithArchive([("static/other", []), .. ArtifactSketch.ArchivedFiles()])),
        (ArtifactForm.Spin2, "archive without a file", "BM4554", sketch => sketch.WithArchive(ArtifactSketch.ArchivedFiles()[1..])),
        (ArtifactForm.Spin2, "archive with other bytes", "BM4554", sketch => sketch.WithArchive([("static/page.html", [1]), .. ArtifactSketch.ArchivedFiles()[..2]])),
        (ArtifactForm.Spin2, "archive that escapes", "BM4554", sketch => sketch.WithArchive([("../page.html", [1]), .. ArtifactSketch.ArchivedFiles()])),
        (ArtifactForm.Spin2, "archive larger than the bindle", "BM4553", sketch => sketch.WithArchive([("bomb", new byte[1 << 20]), .. ArtifactSketch.ArchivedFiles()])),
        (ArtifactForm.Universal, "archive", "BM4551", sketch => sketch.WithArchive(ArtifactSketch.ArchivedFiles())),
        (ArtifactForm.Spin1Layers, "layer of an inlined file gone", "BM4550", DropOneInlinedLayer),
    ];

    public static TheoryData<string> Forms => [.. AllForms.Select(form => form.ToString())];

    public static TheoryData<string> Changes =>
    [
        .. from form in AllForms from change in InEveryForm select $"{form}: {change.Name}",
        .. from change in InOneForm select $"{change.Form}: {change.Name}",
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task RunAsync_NothingChanged_Matches(string name)
    {
        var form = Enum.Parse<ArtifactForm>(name);

        var report = await AuditAsync(ArtifactSketch.Of(form));

        AuditedBindle.AssertNone(report.Findings);
        Assert.Equal(form, report.Form);
    }

    [Fact]
    public async Task RunAsync_ArchiveOfTheFiles_Matches()
    {
        var report = await AuditAsync(ArtifactSketch.Of(ArtifactForm.Spin2).WithArchive(ArtifactSketch.ArchivedFiles()));

        AuditedBindle.AssertNone(report.Findings);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task RunAsync_OneThingChanged_FailsWithItsCode(string what)
    {
        var form = Enum.Parse<ArtifactForm>(what.Split(": ")[0]);
        var (_, code, change) = InOneForm.Where(change => change.Form == form)
            .Select(change => (change.Name, change.Code, change.Change)).Concat(InEveryForm)
            .Single(change => what.EndsWith($": {change.Name}", StringComparison.Ordinal));
        var sketch = ArtifactSketch.Of(form);
        change(sketch);

        var report = await AuditAsync(sketch);

        Assert.Equal(AuditVerdict.Differs, report.Verdict);
        Assert.Contains(code, report.Findings.Where(finding => finding.IsError).Select(finding => finding.Code));
        Assert.All(report.Findings, finding => Assert.DoesNotContain('\n', finding.Message));
    }

    [Fact]
    public async Task RunAsync_SecretsChanged_AreNotShown()
    {
        var sketch = ArtifactSketch.Of(ArtifactForm.Universal);
        sketch.Component(0)["env"]!["LOG"] = "hunter2";
        sketch.Component(0)["config"]!["greeting"] = "hunter2";
        sketch.App["variables"]!["greeting"]!["default"] = "hunter2";
        sketch.Trigger(1)["trigger_config"]!["executor"]!["argv"] = "hunter2";

        var report = await AuditAsync(sketch);

        Assert.Equal(4, report.Findings.Length);
        Assert.All(report.Findings, finding => Assert.DoesNotContain("hunter2", finding.ToString(), StringComparison.Ordinal));
        Assert.All(report.Findings, finding => Assert.DoesNotContain("'info'", finding.ToString(), StringComparison.Ordinal));
        Assert.Contains(report.Findings, finding => finding.Message.Contains("7 characters", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_NoSuchTag_SaysSo()
    {
        await using var target = new LooseTarget();

        var report = await AuditedBindle.AuditAsync(AuditedBindle.Petstore, target);

        Assert.Equal(["BM4500"], report.Findings.Select(finding => finding.Code));
        Assert.Equal(ArtifactForm.Unknown, report.Form);
    }

    [Fact]
    public async Task RunAsync_FullVersion_MatchesAndIsReported()
    {
        var sketch = ArtifactSketch.Of(ArtifactForm.Spin1);
        sketch.App["metadata"]!["version"] = "1.2.0+q0a1b2c3";
        sketch.App["metadata"]!["bindle_version"] = "1.2.0+q0a1b2c3";

        var report = await AuditAsync(sketch);

        AuditedBindle.AssertNone(report.Findings);
        Assert.Equal("1.2.0+q0a1b2c3", report.AppVersion);
    }

    private static Task<AuditReport> AuditAsync(ArtifactSketch sketch) =>
        AuditedBindle.AuditAsync(AuditedBindle.Petstore, sketch.Write(), new AuditOptions { RequireReferrer = true });

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
        sketch.WithArchive(ArtifactSketch.ArchivedFiles());
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
