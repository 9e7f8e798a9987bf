using System.Text;
using System.Text.Json.Nodes;
using Migrator.Conversion.Spin;
using Migrator.Oci.Model;
using Migrator.Testing;
using Xunit.Abstractions;

namespace Migrator.Conversion.Tests.Golden;

/// <summary>Profile <c>spin2</c> against what Spin 3 pushed from the author's own source.</summary>
public sealed class Spin2GoldenTests(ITestOutputHelper output)
{
    private const string DuplicateId = "BM3101";
    private static readonly ConversionOptions Plain = new() { Profile = Profile.Spin2, FixBase = true };

    public static TheoryData<string> Pairs() => GoldenApp.RowsWith("spin1.config.json", "spin3-source.locked.json");

    [SharedTheory]
    [MemberData(nameof(Pairs))]
    public async Task ConvertAsync_GoldenBindle_GivesTheLockedAppOfSpin3(string name)
    {
        var golden = new GoldenApp(name);
        var outcome = await golden.ConvertAsync(Plain);
        if (IsDuplicate(outcome))
        {
            return;
        }

        var (ours, spin) = (await LockedAsync(outcome), golden.Bytes("spin3-source.locked.json"));
        var expected = JsonNode.Parse(spin)!;
        if (new StarredRows().Apply(expected, JsonNode.Parse(ours)!))
        {
            Assert.True(
                JsonNode.DeepEquals(expected, JsonNode.Parse(ours)),
                $"expected {expected.ToJsonString()}\nactual   {Encoding.UTF8.GetString(ours)}");
        }
        else
        {
            Assert.Equal(Encoding.UTF8.GetString(spin), Encoding.UTF8.GetString(ours));
        }
    }

    [SharedTheory]
    [MemberData(nameof(Pairs))]
    public async Task ConvertAsync_GoldenBindle_GivesTheLayersAndImageConfigOfSpin3(string name)
    {
        var golden = new GoldenApp(name);
        var outcome = await golden.ConvertAsync(Plain);
        if (IsDuplicate(outcome))
        {
            return;
        }

        var manifest = outcome.Artifact!.Manifest;
        var spin = Manifest.Parse(golden.Bytes("spin3-source.manifest.json"));
        Assert.Equal(Comparable(spin), Comparable(manifest).AsEnumerable());

        var config = Encoding.UTF8.GetString(await GoldenApp.BlobAsync(outcome.Artifact, manifest.Config));
        var theirs = Encoding.UTF8.GetString(golden.Bytes("spin3-source.config.json"));
        Assert.Equal(theirs.Replace(spin.Layers[^1].Digest.ToString(), manifest.Layers[^1].Digest.ToString(), StringComparison.Ordinal), config);
    }

    [SharedFact]
    public async Task ConvertAsync_AllPairs_DifferOnlyInTheStarredRows()
    {
        var (plain, full) = (new StarredRows(), new StarredRows());
        var pairs = GoldenApp.NamesWith("spin1.config.json", "spin3-source.locked.json").ToList();
        foreach (var name in pairs)
        {
            await CountAsync(new GoldenApp(name), Plain, plain);
            await CountAsync(new GoldenApp(name), Plain with { AppVersion = AppVersionPolicy.Full }, full);
        }

        var lines = plain.Counts.Select(row => $"{row.Value} {row.Key}");
        output.WriteLine(string.Join('\n', lines));
        output.WriteLine($"{full.Counts["version with build metadata"]} version with build metadata, --app-version full");
        Assert.Equal(160, pairs.Count);
        Assert.Equal(
            [
                "12 base kept", "86 component 'build'", "1 extra key 'method'", "10 kebab ids", "2 other bytes win",
                "35 'trigger' without base", "4 two components with one id", "77 wagi executor with defaults",
            ],
            lines.Order(StringComparer.Ordinal).OrderBy(line => line[(line.IndexOf(' ') + 1)..].TrimStart('\''), StringComparer.Ordinal));
        Assert.Equal(77, full.Counts["version with build metadata"]);
    }

    private static async Task CountAsync(GoldenApp golden, ConversionOptions options, StarredRows rows)
    {
        var outcome = await golden.ConvertAsync(options);
        rows.Count("two components with one id", IsDuplicate(outcome));
        if (outcome.Artifact is not null)
        {
            rows.Apply(golden.Json("spin3-source.locked.json"), JsonNode.Parse(await LockedAsync(outcome))!);
        }
    }

    private static bool IsDuplicate(ConversionOutcome outcome) =>
        outcome.Artifact is null && outcome.Findings.Any(finding => finding.Code == DuplicateId);

    private static Task<byte[]> LockedAsync(ConversionOutcome outcome)
    {
        Assert.True(outcome.Artifact is not null, string.Join('\n', outcome.Findings));
        var layer = outcome.Artifact.Manifest.Layers[^1];
        Assert.Equal(SpinMediaTypes.Application, layer.MediaType);
        return GoldenApp.BlobAsync(outcome.Artifact, layer);
    }

    // Spin's archives hold times, and its locked apps what the starred rows say.
    private static string[] Comparable(Manifest manifest) =>
    [
        .. manifest.Layers.Select(layer => layer.MediaType is SpinMediaTypes.Archive or SpinMediaTypes.Application
            ? layer.MediaType
            : $"{layer.MediaType} {layer.Digest} {layer.Size}"),
    ];
}
