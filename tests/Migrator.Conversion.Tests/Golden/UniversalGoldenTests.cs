using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Migrator.Conversion.Spin;
using Migrator.Conversion.Spin.Routes;
using Migrator.Oci.Model;
using Migrator.Testing;

namespace Migrator.Conversion.Tests.Golden;

/// <summary>Profile <c>universal</c> on every bindle of which Spin 1.5 made an artifact.</summary>
public sealed class UniversalGoldenTests
{
    private static readonly string[] ImageKeys = ["architecture", "os", "config", "rootfs", "history"];

    private static readonly ConversionOptions Full = new()
    {
        Profile = Profile.Universal,
        AppVersion = AppVersionPolicy.Full,
        FixBase = true,
    };

    public static TheoryData<string> Bindles() => GoldenApp.RowsWith("spin1.config.json");

    [SharedTheory]
    [MemberData(nameof(Bindles))]
    public async Task ConvertAsync_GoldenBindle_ConfigLessImageKeysIsTheApplicationLayer(string name)
    {
        if (await ConvertAsync(new GoldenApp(name)) is not { } artifact)
        {
            return;
        }

        var application = artifact.Manifest.Layers[^1];
        var config = await GoldenApp.BlobAsync(artifact, artifact.Manifest.Config);
        var locked = await GoldenApp.BlobAsync(artifact, application);

        Assert.Equal(MediaTypes.ImageConfig, artifact.Manifest.Config.MediaType);
        Assert.Equal(SpinMediaTypes.Application, application.MediaType);
        Assert.Equal(Encoding.UTF8.GetString(locked), Encoding.UTF8.GetString(WithoutImageKeys(config)));
        var label = JsonNode.Parse(config)!["config"]!["Labels"]!["com.fermyon.spin.lockedAppDigest"];
        Assert.Equal(application.Digest.ToString(), (string)label!);
    }

    [SharedTheory]
    [MemberData(nameof(Bindles))]
    public async Task ConvertAsync_GoldenBindle_ApplicationIsSpin1sWithTwoChanges(string name)
    {
        var golden = new GoldenApp(name);
        if (await ConvertAsync(golden) is not { } artifact)
        {
            return;
        }

        var spin = golden.Json("spin1.config.json");
        var ours = JsonNode.Parse(await GoldenApp.BlobAsync(artifact, artifact.Manifest.Layers[^1]))!;
        foreach (var component in ours["components"]!.AsArray())
        {
            Assert.True(component!["metadata"]!.AsObject().Remove("allowed_outbound_hosts"));
        }

        FoldBase(spin);
        var isChance = StarredBytes.Take(spin, ours);
        Assert.True(!isChance || StarredBytes.Apps.Contains(name), "the content of a path differs");
        Assert.True(JsonNode.DeepEquals(spin, ours), $"expected {spin.ToJsonString()}\nactual   {ours.ToJsonString()}");
    }

    [SharedTheory]
    [MemberData(nameof(Bindles))]
    public async Task ConvertAsync_GoldenBindle_LayersAreSpin1sAndTheApplication(string name)
    {
        var golden = new GoldenApp(name);
        if (await ConvertAsync(golden) is not { } artifact || StarredBytes.Apps.Contains(name))
        {
            return;
        }

        var spin = Manifest.Parse(golden.Bytes("spin1.manifest.json"));
        Assert.Equal(spin.Layers.AsEnumerable(), artifact.Manifest.Layers.SkipLast(1));
        Assert.Empty(artifact.Manifest.Annotations);
    }

    // Duplicate ids are refused by every form but the exact one.
    private static async Task<Artifact?> ConvertAsync(GoldenApp golden)
    {
        var outcome = await golden.ConvertAsync(Full);
        Assert.True(
            outcome.Artifact is not null || outcome.Findings.Any(finding => finding.Code == "BM3101"),
            string.Join('\n', outcome.Findings));
        return outcome.Artifact;
    }

    // Cuts from the comma before the first image key to the last brace: the bytes between are compared as they are.
    private static byte[] WithoutImageKeys(byte[] config)
    {
        var reader = new Utf8JsonReader(config);
        var keys = new List<(string Name, int Start)>();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                keys.Add((reader.GetString()!, (int)reader.TokenStartIndex));
            }
        }

        Assert.Equal(ImageKeys, keys.TakeLast(ImageKeys.Length).Select(key => key.Name));
        Assert.DoesNotContain(keys.SkipLast(ImageKeys.Length), key => ImageKeys.Contains(key.Name));
        return [.. config.AsSpan(0, keys[^ImageKeys.Length].Start - 1), (byte)'}'];
    }

    private static void FoldBase(JsonNode spin)
    {
        if ((string?)spin["metadata"]!["trigger"]!["base"] is not { } basePath || basePath == "/")
        {
            return;
        }

        spin["metadata"]!["trigger"]!["base"] = "/";
        foreach (var trigger in spin["triggers"]!.AsArray())
        {
            var config = trigger!["trigger_config"]!;
            config["route"] = RoutePattern.Fold('/' + basePath.TrimStart('/'), (string)config["route"]!);
        }
    }
}
