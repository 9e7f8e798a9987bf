using System.Text;
using System.Text.Json.Nodes;
using Migrator.Conversion.Spin;
using Migrator.Conversion.Tests.Spin;
using Migrator.Oci.Model;
using Migrator.Testing;
using Xunit.Abstractions;

namespace Migrator.Conversion.Tests.Golden;

/// <summary>Profile <c>spin2</c> against what Spin 3 pushed from the author's own source.</summary>
public sealed class Spin2GoldenTests(ITestOutputHelper output)
{
    private static readonly ConversionOptions Plain = new() { Profile = Profile.Spin2, FixBase = true };

    public static TheoryData<string> Pairs() => [.. PairNames()];

    [SharedTheory]
    [MemberData(nameof(Pairs))]
    public async Task ConvertAsync_GoldenBindle_GivesTheLockedAppOfSpin3(string app)
    {
        var outcome = await GoldenApp.ConvertAsync(app, Plain);
        if (IsDuplicate(outcome))
        {
            return;
        }

        var (ours, spin) = (await LockedAsync(outcome), GoldenApp.Text(app, "spin3-source.locked.json"));
        var expected = JsonNode.Parse(spin)!;
        if (new StarredRows().Apply(expected, JsonNode.Parse(ours)!))
        {
            Assert.True(
                JsonNode.DeepEquals(expected, JsonNode.Parse(ours)),
                $"expected {expected.ToJsonString()}\nactual   {ours}");
        }
        else
        {
            Assert.Equal(spin, ours);
        }
    }

    [SharedTheory]
    [MemberData(nameof(Pairs))]
    public async Task ConvertAsync_GoldenBindle_GivesTheLayersAndImageConfigOfSpin3(string app)
    {
        var outcome = await GoldenApp.ConvertAsync(app, Plain);
        if (IsDuplicate(outcome) || StarredBytes.IsChance(app))
        {
            return;
        }

        var manifest = outcome.Artifact!.Manifest;
        var spin = Manifest.Parse(File.ReadAllBytes(GoldenApp.FileOf(app, "spin3-source.manifest.json")));
        Assert.Equal(Comparable(spin), Comparable(manifest).AsEnumerable());

        var config = GoldenApp.Text(app, "spin3-source.config.json").Replace(
            spin.Layers[^1].Digest.ToString(), manifest.Layers[^1].Digest.ToString(), StringComparison.Ordinal);
        Assert.Equal(config, await outcome.Artifact.ConfigTextAsync());
    }

    // The table of the golden data compares Spin 1 with Spin 3. It counts 77 executors, one of them that of a Redis
    // trigger, which ours keeps; 35 triggers, one of them for its extra key; 2 apps with other bytes, in one of which
    // ours has the bytes of Spin 3.
    [SharedFact]
    public async Task ConvertAsync_AllPairs_DifferOnlyInTheStarredRows()
    {
        var (plain, full) = (new StarredRows(), new StarredRows());
        var pairs = PairNames().ToList();
        foreach (var app in pairs)
        {
            await CountAsync(app, Plain, plain);
            await CountAsync(app, Plain with { AppVersion = AppVersionPolicy.Full }, full);
        }

        var table = plain.Counts.Select(row => $"{row.Value,3} {row.Key}").ToList();
        output.WriteLine(string.Join('\n', table));
        output.WriteLine($"{full.Counts["version with build metadata"],3} version with build metadata, when full");
        Assert.Equal(160, pairs.Count);
        Assert.Equal(
            [
                " 12 base kept",
                " 86 component 'build'",
                "  1 extra keys of an http trigger",
                " 10 kebab ids",
                "  1 other bytes win",
                " 34 trigger without base",
                "  4 two components with one id",
                " 76 wagi executor with defaults",
            ],
            table);
        Assert.Equal(77, full.Counts["version with build metadata"]);
    }

    private static async Task CountAsync(string app, ConversionOptions options, StarredRows rows)
    {
        var outcome = await GoldenApp.ConvertAsync(app, options);
        var isDuplicate = IsDuplicate(outcome);
        rows.Count("two components with one id", isDuplicate);
        if (!isDuplicate)
        {
            rows.Apply(
                JsonNode.Parse(GoldenApp.Text(app, "spin3-source.locked.json"))!,
                JsonNode.Parse(await LockedAsync(outcome))!);
        }
    }

    private static IEnumerable<string> PairNames() => GoldenApp.WithBindle.Where(app =>
        File.Exists(GoldenApp.FileOf(app, "spin1.config.json"))
        && File.Exists(GoldenApp.FileOf(app, "spin3-source.locked.json")));

    private static bool IsDuplicate(ConversionOutcome outcome) =>
        outcome.Artifact is null
        && outcome.Findings.Any(finding => finding.Kind == ApplicationFindings.DuplicateComponent);

    private static async Task<string> LockedAsync(ConversionOutcome outcome)
    {
        Assert.True(outcome.Artifact is not null, string.Join('\n', outcome.Findings));
        var layer = outcome.Artifact.Manifest.Layers[^1];
        Assert.Equal(SpinMediaTypes.Application, layer.MediaType);
        return Encoding.UTF8.GetString(await outcome.Artifact.BlobAsync(layer.Digest));
    }

    // Spin's archives hold times, and its locked apps what the starred rows say.
    private static string[] Comparable(Manifest manifest) =>
    [
        .. manifest.Layers.Select(layer => layer.MediaType is SpinMediaTypes.Archive or SpinMediaTypes.Application
            ? layer.MediaType
            : $"{layer.MediaType} {layer.Digest} {layer.Size}"),
    ];
}
