using System.Text.Json.Nodes;
using Migrator.Testing;

namespace Migrator.Conversion.Tests.Spin;

/// <summary>Against what Spin itself pushed: equal bytes of config and manifest.</summary>
public sealed class GoldenSpin1Tests
{
    private const string NoSlash = "made/base-noslash";

    // Two parcels with one path: which of them Spin took was chance.
    private static readonly string[] Clashes =
    [
        "corpus/fermyon+bartholomew+docs+3fc5283e",
        "corpus/patterns+bartholomew+root+b39a15a0",
        "early/v0.1.0/corpus/fermyon+bartholomew+docs+3fc5283e",
        "early/v0.2.0/corpus/fermyon+bartholomew+docs+3fc5283e",
        "made/files-clash",
    ];

    public static TheoryData<string> OfBindles => Without(Clashes, "spin1.config.json");

    public static TheoryData<string> OfSources => Without([.. Clashes, NoSlash], "spin1-source.config.json");

    public static TheoryData<string> WithLayers => Without(Clashes, "spin1-layers.manifest.json");

    public static TheoryData<string> WithClash => [.. Clashes];

    [SharedFact]
    public void Golden_Pairs_AreAllJudged()
    {
        // 181 + 67 pairs of bindles; 177 of sources and four whose bindle Spin could not lock or store.
        Assert.Equal(181 + 67, OfBindles.Count + Clashes.Length);
        Assert.Equal(
            177 + 4,
            OfSources.Count + 1 + Clashes.Count(app => !app.StartsWith("early", StringComparison.Ordinal)));
        Assert.Equal(91 + 45, GoldenApp.With("spin1-layers.manifest.json").Count);
    }

    [SharedTheory]
    [MemberData(nameof(OfBindles))]
    public async Task ConvertAsync_FullVersion_GivesWhatSpinPushedFromTheBindle(string app)
    {
        var artifact = await ConvertAsync(app, Spin1.Full);
        Assert.Equal(GoldenApp.Text(app, "spin1.config.json"), await artifact.ConfigTextAsync());
        Assert.Equal(GoldenApp.Text(app, "spin1.manifest.json"), artifact.ManifestText());
    }

    [SharedTheory]
    [MemberData(nameof(OfSources))]
    public async Task ConvertAsync_PlainVersion_GivesWhatTheAuthorPushed(string app)
    {
        var artifact = await ConvertAsync(app, Spin1.Plain);
        Assert.Equal(GoldenApp.Text(app, "spin1-source.config.json"), await artifact.ConfigTextAsync());
        Assert.Equal(GoldenApp.Text(app, "spin1-source.manifest.json"), artifact.ManifestText());
    }

    [SharedTheory]
    [MemberData(nameof(WithLayers))]
    public async Task ConvertAsync_LayersForInlinedFilesToo_GivesWhatSpinPushed(string app)
    {
        var artifact = await ConvertAsync(app, Spin1.Full with { InlineFiles = InlineFiles.Also });
        Assert.Equal(GoldenApp.Text(app, "spin1-layers.manifest.json"), artifact.ManifestText());
    }

    [SharedTheory]
    [MemberData(nameof(WithClash))]
    public async Task ConvertAsync_TwoParcelsForOnePath_DiffersFromSpinInThosePathsOnly(string app)
    {
        var outcome = await GoldenApp.ConvertAsync(app, Spin1.Full);
        var clashes = outcome.Findings.Where(finding => finding.Kind == ApplicationFindings.SamePathOtherBytes)
            .ToArray();
        Assert.NotEmpty(clashes);
        var ours = JsonNode.Parse(await outcome.Artifact!.ConfigTextAsync())!;
        var theirs = JsonNode.Parse(GoldenApp.Text(app, "spin1.config.json"))!;
        foreach (var file in Files(ours).Concat(Files(theirs)))
        {
            var path = file["path"]!.GetValue<string>();
            var quoted = $"'{path}'";
            if (clashes.FirstOrDefault(clash => clash.Message.Contains(quoted, StringComparison.Ordinal)) is { } clash)
            {
                Assert.Contains(
                    file["digest"]!.GetValue<string>()["sha256:".Length..],
                    clash.Message,
                    StringComparison.Ordinal);
                file.Remove("digest");
                file.Remove("inline");
            }
        }

        Assert.Equal(theirs.ToJsonString(), ours.ToJsonString());
    }

    [SharedFact]
    public async Task ConvertAsync_BaseWithoutSlash_IsRefusedButForSpinsVeryBytes()
    {
        var refused = await GoldenApp.ConvertAsync(NoSlash, Spin1.Plain);
        Assert.Null(refused.Artifact);
        Assert.True(refused.One(BaseFindings.Relative).IsError);
        var mended = await GoldenApp.ConvertAsync(NoSlash, Spin1.Plain with { FixBase = true });
        Assert.Contains(
            """{"base":"/api","type":"http"}""",
            await mended.Artifact!.ConfigTextAsync(),
            StringComparison.Ordinal);
    }

    [SharedTheory]
    [InlineData("corpus/fermyon+spin+crates_trigger_tests_triggers_pounce+ef132127")]
    [InlineData("made/external-looks-http")]
    [InlineData("made/external-looks-redis")]
    public async Task ConvertAsync_TriggerThatSpinMistook_WarnsAndIsRefusedWhenStrict(string app)
    {
        var taken = await GoldenApp.ConvertAsync(app, Spin1.Plain);
        Assert.False(taken.One(ManifestFindings.TriggerResolved).IsError);
        var refused = await GoldenApp.ConvertAsync(app, Spin1.Plain with { Strict = true });
        Assert.Null(refused.Artifact);
        Assert.True(refused.One(ManifestFindings.TriggerResolved).IsError);
    }

    [SharedTheory]
    [InlineData("early/v0.2.0/corpus/fermyon+spin+examples_config-rust+d9858d27", true)]
    [InlineData("early/v0.2.0/corpus/fermyon+spin+tests_http_simple-spin-rust+9c037b89", true)]
    [InlineData("early/v0.2.0/made/config-slots", true)]
    [InlineData("early/v0.2.0/made/config-dotted", false)]
    public async Task ConvertAsync_EarlyConfig_IsReadAsVariablesUnlessNamesAreDotted(string app, bool isTaken)
    {
        var outcome = await GoldenApp.ConvertAsync(app, Spin1.Full);
        Assert.False(outcome.One(ManifestFindings.EarlyConfig).IsError);
        Assert.Equal(isTaken, outcome.Artifact is not null);
        Assert.Equal(!isTaken, outcome.Has(ManifestFindings.DottedVariable));
    }

    [SharedFact]
    public async Task ConvertAsync_EarlyConfigOfEveryKind_WarnsOfTheBraces()
    {
        var outcome = await GoldenApp.ConvertAsync("early/v0.2.0/made/config-slots", Spin1.Full);
        Assert.Equal("variable tmpl", outcome.One(ManifestFindings.TemplateInDefault).Subject);
        Assert.Contains(
            """
            "variables":{"both":{"default":"d","secret":true},"hidden":{"secret":true},"need":{},
            "plain":{"default":"x"},
            """.ReplaceLineEndings(""),
            await outcome.Artifact!.ConfigTextAsync(),
            StringComparison.Ordinal);
    }

    private static async Task<Artifact> ConvertAsync(string app, ConversionOptions options)
    {
        var outcome = await GoldenApp.ConvertAsync(app, options);
        Assert.True(outcome.Artifact is not null, string.Join('\n', outcome.Findings));
        return outcome.Artifact;
    }

    private static TheoryData<string> Without(string[] apps, string file) =>
        [.. GoldenApp.WithFile(file).Where(app => !apps.Contains(app, StringComparer.Ordinal))];

    private static IEnumerable<JsonObject> Files(JsonNode app) =>
        app["components"]!.AsArray().SelectMany(component => component!["files"]?.AsArray() ?? []).Select(
            file => file!.AsObject());
}
