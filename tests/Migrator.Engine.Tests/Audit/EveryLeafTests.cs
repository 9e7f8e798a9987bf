using System.Text;
using System.Text.Json.Nodes;
using Migrator.Bindle.Verification;
using Migrator.Engine.Audit;
using Migrator.Oci.Model;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Audit;

/// <summary>None is missed: every value of a locked app is changed, and every member taken away, one by one.</summary>
public sealed class EveryLeafTests
{
    private const int PerApp = 24;

    public static TheoryData<string> Forms =>
        ["Spin1", "Spin1Layers", "Universal", "Spin2"];

    public static TheoryData<string> Apps => GoldenArtifact.AppsWith("spin1.manifest.json");

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task RunAsync_AnyValueOfThePetstoreChanged_IsFound(string name)
    {
        var form = Enum.Parse<ArtifactForm>(name);
        var bindle = await AuditedBindle.OpenAsync(AuditedBindle.Petstore);
        var count = LeafChange.AllOf(ArtifactSketch.Of(form).App).Count;
        for (var i = 0; i < count; i++)
        {
            var sketch = ArtifactSketch.Of(form);
            var change = LeafChange.AllOf(sketch.App)[i];
            change.Apply();
            await AssertFoundAsync(bindle, sketch.Write(), change);
        }

        Assert.True(count > 100, $"Only {count} changes were tried.");
    }

    [SharedTheory]
    [MemberData(nameof(Apps))]
    public async Task RunAsync_AnyValueOfAGoldenAppChanged_IsFound(string app)
    {
        var bindle = await AuditedBindle.OpenAsync(GoldenArtifact.Of(app, "bindle"));
        var text = await File.ReadAllTextAsync(GoldenArtifact.Of(app, "spin1.config.json"));
        var count = LeafChange.AllOf(JsonNode.Parse(text)!.AsObject()).Count;
        for (var i = 0; i < Math.Min(count, PerApp); i++)
        {
            var changed = JsonNode.Parse(text)!.AsObject();
            var change = LeafChange.AllOf(changed)[(int)((long)i * count / Math.Min(count, PerApp))];
            change.Apply();
            await AssertFoundAsync(bindle, WithConfig(app, changed), change);
        }
    }

    private static async Task AssertFoundAsync(VerifiedBindle bindle, LooseTarget target, LeafChange change)
    {
        var report = await ArtifactAudit.RunAsync(bindle, target, "tag", new AuditOptions(), CancellationToken.None);

        Assert.True(
            change.IsHarmless || report.Findings.Any(finding => finding.Level != FindingLevel.Note), change.ToString());
    }

    private static LooseTarget WithConfig(string app, JsonObject config)
    {
        var target = GoldenArtifact.Load(app, "spin1.manifest.json")!;
        var manifest = JsonNode.Parse(File.ReadAllText(GoldenArtifact.Of(app, "spin1.manifest.json")))!;
        manifest["config"] = ArtifactSketch.Describe(
            target.Put((string)manifest["config"]!["mediaType"]!, Encoding.UTF8.GetBytes(config.ToJsonString())));
        var bytes = Encoding.UTF8.GetBytes(manifest.ToJsonString());
        target.Tag(target.Put(MediaTypes.ImageManifest, bytes), "tag");
        return target;
    }
}
