using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Migrator.Conversion.Spin;
using Migrator.Conversion.Tests.Spin;
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

    // Two components with one id: only Spin's very bytes can hold them.
    private static readonly string[] Refused =
    [
        "corpus/fermyon+developer+root+578f8ba3",
        "corpus/fermyon+spin+crates_loader_tests_invalid-manifest-duplicate-id+15cda1ed",
        "corpus/fermyon+spin+crates_loader_tests_ui_invalid-manifest-duplicate-id+bac5af72",
        "early/v0.1.0/corpus/fermyon+developer+root+578f8ba3",
        "early/v0.2.0/corpus/fermyon+developer+root+578f8ba3",
        "made/dup-ids",
    ];

    public static TheoryData<string> Bindles() =>
        [.. GoldenApp.WithFile("spin1.config.json").Except(Refused, StringComparer.Ordinal)];

    public static TheoryData<string> BindlesWithOneIdTwice() => [.. Refused];

    [SharedFact]
    public void Golden_Bindles_AreAllTakenButForThoseNamedHere() =>
        Assert.Equal((181 + 67 - 6, 6), (Bindles().Count, Refused.Length));

    [SharedTheory]
    [MemberData(nameof(BindlesWithOneIdTwice))]
    public async Task ConvertAsync_OneIdTwice_IsRefused(string app)
    {
        var outcome = await GoldenApp.ConvertAsync(app, Full);

        Assert.Null(outcome.Artifact);
        var errors = outcome.Findings.Where(finding => finding.IsError).ToList();
        Assert.NotEmpty(errors);
        Assert.All(errors, finding => Assert.Equal(ApplicationFindings.DuplicateComponent, finding.Kind));
    }

    [SharedTheory]
    [MemberData(nameof(Bindles))]
    public async Task ConvertAsync_GoldenBindle_ConfigLessImageKeysIsTheApplicationLayer(string app)
    {
        var artifact = await ConvertAsync(app);
        var application = artifact.Manifest.Layers[^1];
        var config = await artifact.BlobAsync(artifact.Manifest.Config.Digest);
        var locked = await artifact.BlobAsync(application.Digest);

        Assert.Equal(MediaTypes.ImageConfig, artifact.Manifest.Config.MediaType);
        Assert.Equal(SpinMediaTypes.Application, application.MediaType);
        Assert.Equal(Encoding.UTF8.GetString(locked), Encoding.UTF8.GetString(WithoutImageKeys(config)));
        var label = JsonNode.Parse(config)!["config"]!["Labels"]!["com.fermyon.spin.lockedAppDigest"];
        Assert.Equal(application.Digest.ToString(), (string)label!);
    }

    [SharedTheory]
    [MemberData(nameof(Bindles))]
    public async Task ConvertAsync_GoldenBindle_ApplicationIsSpin1sWithTwoChanges(string app)
    {
        var artifact = await ConvertAsync(app);
        var spin = JsonNode.Parse(GoldenApp.Text(app, "spin1.config.json"))!;
        var ours = JsonNode.Parse(await artifact.BlobAsync(artifact.Manifest.Layers[^1].Digest))!;
        foreach (var component in ours["components"]!.AsArray())
        {
            Assert.True(component!["metadata"]!.AsObject().Remove("allowed_outbound_hosts"));
        }

        FoldBase(spin);
        var isChance = StarredBytes.Take(spin, ours);
        Assert.True(!isChance || StarredBytes.IsChance(app), "the content of a path differs");
        Assert.True(JsonNode.DeepEquals(spin, ours), $"expected {spin.ToJsonString()}\nactual   {ours.ToJsonString()}");
    }

    [SharedTheory]
    [MemberData(nameof(Bindles))]
    public async Task ConvertAsync_GoldenBindle_LayersAreSpin1sAndTheApplication(string app)
    {
        var artifact = await ConvertAsync(app);
        if (StarredBytes.IsChance(app))
        {
            return;
        }

        var spin = Manifest.Parse(File.ReadAllBytes(GoldenApp.FileOf(app, "spin1.manifest.json")));
        Assert.Equal(spin.Layers.AsEnumerable(), artifact.Manifest.Layers.SkipLast(1));
        Assert.Empty(artifact.Manifest.Annotations);
    }

    private static async Task<Artifact> ConvertAsync(string app)
    {
        var outcome = await GoldenApp.ConvertAsync(app, Full);
        Assert.True(outcome.Artifact is not null, string.Join('\n', outcome.Findings));
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
            config["route"] = StarredRows.Folded(basePath, (string)config["route"]!);
        }
    }
}
