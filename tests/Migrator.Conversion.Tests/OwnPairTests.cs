using System.Text;
using Migrator.Conversion.Tests.Spin;
using Migrator.Oci.Model;
using Migrator.Testing;

namespace Migrator.Conversion.Tests;

/// <summary>The bindles of <c>testdata</c> and the bytes of every form of their artifacts, which always run.</summary>
public sealed class OwnPairTests
{
    private static readonly Dictionary<string, ConversionOptions> Forms = new(StringComparer.Ordinal)
    {
        ["universal"] = new ConversionOptions { Profile = Profile.Universal },
        ["spin2"] = new ConversionOptions { Profile = Profile.Spin2 },
        ["spin1"] = Spin1.Plain,
        ["spin1-full"] = Spin1.Full,
        ["bindle"] = new ConversionOptions { Profile = Profile.Bindle },
    };

    private static readonly string[] Bindles =
    [
        "base-folded", "duplicate-ids", "early-config", "external-trigger", "files-clash", "non-ascii", "petstore",
        "redis-app", "wagi-executor",
    ];

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var (bindle, form) in Bindles.SelectMany(_ => Forms.Keys, (bindle, form) => (bindle, form)))
            {
                pairs.Add(bindle, form);
            }

            return pairs;
        }
    }

    [Fact]
    public void Testdata_EveryBindle_HasItsPairAndNothingElseIsThere()
    {
        var folders = Directory.GetDirectories(RepositoryRoot.Combine("testdata"))
            .Select(path => Path.GetFileName(path)!).Where(name => name is not ("expected" or "wagi"));
        var expected = Directory.GetDirectories(RepositoryRoot.Combine("testdata", "expected"))
            .Select(path => Path.GetFileName(path)!);

        Assert.Equal(Bindles, folders.Order(StringComparer.Ordinal));
        Assert.Equal(Bindles, expected.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Make_InAnEmptyFolder_WritesTheBindlesAtHand()
    {
        using var temp = new TempFolder();
        File.Copy(RepositoryRoot.Combine("testdata", "make"), temp.Combine("make"));

        var run = await Tool.RunAsync("sh", temp.Combine("make"));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.All([.. Bindles, "wagi"], bindle => Assert.Equal(
            TempFolder.Fingerprint(RepositoryRoot.Combine("testdata", bindle)),
            TempFolder.Fingerprint(temp.Combine(bindle))));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task ConvertAsync_OwnBindle_GivesTheBytesAtHand(string bindle, string form)
    {
        var outcome = await ConvertAsync(bindle, form);

        Assert.Equal(ExpectedOrNull(bindle, form, "refused"), RefusalOf(outcome));
        Assert.Equal(ExpectedOrNull(bindle, form, "manifest.json"), outcome.Artifact?.ManifestText());
        Assert.Equal(ExpectedOrNull(bindle, form, "config.json"), await ConfigOfAsync(outcome.Artifact, form));
        Assert.Equal(ExpectedOrNull(bindle, form, "locked.json"), await LockedOfAsync(outcome.Artifact, form));
    }

    [Fact]
    public async Task ConvertAsync_MoreFilesThanLayers_GivesTheArchiveAtHand()
    {
        var builder = BindleBuilder.OneComponent("files = 'files-web'").WithGroup("files-web");
        foreach (var number in Enumerable.Range(0, 520))
        {
            builder.WithFile($"site/{number:000}.txt", $"{number} ".PadRight(150, 'x'), "files-web");
        }

        var outcome = await builder.ConvertAsync(new ConversionOptions { Profile = Profile.Spin2 });

        var layers = outcome.Artifact!.Manifest.Layers;
        Assert.Equal(3, layers.Length);
        Assert.Equal("application/vnd.wasm.content.bundle.v1.tar+gzip", layers[1].MediaType);
        Assert.Equal("ecdf24acd1dedd049c0fe401df9629da393670f05653c57b80a64e496eddad21", layers[1].Digest.Hex);
        Assert.Equal(
            "8ff78541ab5a1d23c1c6cb9a5f9b8b08b9ec5eedd476381c8683bc172e7aadd3",
            outcome.Artifact.Descriptor.Digest.Hex);
    }

    private static async Task<ConversionOutcome> ConvertAsync(string bindle, string form) =>
        await Converter.ConvertAsync(
            await Verified.FromFolderAsync(RepositoryRoot.Combine("testdata", bindle)),
            Forms[form],
            CancellationToken.None);

    private static string? ExpectedOrNull(string bindle, string form, string part)
    {
        var path = RepositoryRoot.Combine("testdata", "expected", bindle, $"{form}.{part}");
        return File.Exists(path) ? Encoding.UTF8.GetString(File.ReadAllBytes(path)) : null;
    }

    private static string? RefusalOf(ConversionOutcome outcome) => outcome.Artifact is not null
        ? null
        : string.Concat(outcome.Findings.Where(finding => finding.IsError).Select(finding => finding.Code + "\n"));

    // The config of the bindle profile is the invoice, which lies beside as it is.
    private static async Task<string?> ConfigOfAsync(Artifact? artifact, string form) =>
        artifact is null || form == "bindle" ? null : await artifact.ConfigTextAsync();

    private static async Task<string?> LockedOfAsync(Artifact? artifact, string form) =>
        artifact is null || form is not ("universal" or "spin2")
            ? null
            : Encoding.UTF8.GetString(await artifact.BlobAsync(artifact.Manifest.Layers[^1].Digest));
}
