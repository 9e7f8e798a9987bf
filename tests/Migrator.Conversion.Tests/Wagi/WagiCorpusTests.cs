using System.Collections.Immutable;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Testing;

namespace Migrator.Conversion.Tests.Wagi;

/// <summary>
/// All 99 HIPPOFACTS and module maps that people wrote, with stand-ins for the modules and files that they name: each
/// is converted, or refused for the reason that the specification gives. The counts stand in the README.
/// </summary>
public sealed class WagiCorpusTests
{
    [SharedFact]
    public async Task ConvertAsync_EveryHippoFactsOfTheCorpus_IsConvertedOrRefusedForItsReason() => Assert.Equal(
        """
        BM1701 1
        BM1702 5
        BM1703 1
        BM1704 1
        BM1706 1
        BM1716 2
        BM3000 3
        BM3714 1
        converted 35
        """,
        await CountAsync(Directory.GetFiles(SharedData.Combine("corpus", "hippofacts"), "*.HIPPOFACTS.toml")),
        ignoreLineEndingDifferences: true);

    [SharedFact]
    public async Task ConvertAsync_EverySnippetOfTheDocuments_IsConvertedOrRefusedForItsReason() => Assert.Equal(
        "BM1703 2\nBM3714 1",
        await CountAsync(Directory.GetFiles(SharedData.Combine("corpus", "hippofacts", "docs-snippets"))));

    [SharedFact]
    public async Task ConvertAsync_EveryModuleMapOfTheCorpus_IsConvertedOrRefusedForItsReason() => Assert.Equal(
        """
        BM1710 1
        BM1711 14
        BM3712 8
        converted 23
        """,
        await CountAsync(Directory.GetFiles(SharedData.Combine("corpus", "hippofacts", "wagi-modules"))),
        ignoreLineEndingDifferences: true);

    private static async Task<string> CountAsync(string[] files)
    {
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var outcome = await ConvertAsync(file);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        return string.Join('\n', outcomes.Select(outcome => $"{outcome.Key} {outcome.Value}"));
    }

    private static async Task<string> ConvertAsync(string file)
    {
        using var temp = new TempFolder();
        var path = temp.Combine(Path.GetFileName(file));
        File.Copy(file, path);
        StandIns.LayOut(file, temp.Path);
        var options = new BindleSourceOptions { OpenImports = _ => Task.FromResult(StandIns.Exporter()) };
        await using var source = await BindleSources.OpenAsync(path, options, CancellationToken.None);
        var package = await source.OpenAsync(null, CancellationToken.None);
        var verified = await BindleVerifier.VerifyAsync(package, new VerificationPolicy(), CancellationToken.None);
        if (verified.Bindle is null)
        {
            return FirstError(verified.Findings);
        }

        var outcome = await Converter.ConvertAsync(verified.Bindle, new ConversionOptions(), CancellationToken.None);
        return outcome.Artifact is null ? FirstError(outcome.Findings) : "converted";
    }

    private static string FirstError(ImmutableArray<Finding> findings) =>
        findings.First(finding => finding.IsError).Code;
}
