using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Migrator.Testing;

namespace Migrator.Conversion.Tests.Wagi;

/// <summary>
/// Every HIPPOFACTS and module map of the corpus is converted, or refused for the reason that the specification gives;
/// and the table of them in the README, or in the documents, says just that.
/// </summary>
public sealed class WagiCorpusTests
{
    [SharedFact]
    public async Task ConvertAsync_EveryHippoFactsOfTheCorpus_IsConvertedOrRefusedForItsReason() => AssertCounts(
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
        await CorpusOutcomes.OfHippoFactsAsync());

    [SharedFact]
    public async Task ConvertAsync_EverySnippetOfTheDocuments_IsConvertedOrRefusedForItsReason() => AssertCounts(
        "BM1703 2\nBM3714 1", await CorpusOutcomes.OfSnippetsAsync());

    [SharedFact]
    public async Task ConvertAsync_EveryModuleMapOfTheCorpus_IsConvertedOrRefusedForItsReason() => AssertCounts(
        """
        BM1710 1
        BM1711 14
        BM3712 8
        converted 23
        """,
        await CorpusOutcomes.OfModuleMapsAsync());

    [SharedFact]
    public async Task Table_OfHippoFacts_HoldsTheCounts()
    {
        var counts = await CorpusOutcomes.OfHippoFactsAsync();
        var ofHippo = counts.Where(count => count.Key.StartsWith("BM17", StringComparison.Ordinal));
        var row = AssertRow("HIPPOFACTS", counts, new()
        {
            ["BM1701"] = "not TOML #",
            ["BM1702"] = "fields that it does not know #",
            ["BM1703"] = "of the wrong type #",
            ["BM1704"] = "no version #",
            ["BM1706"] = "an entrypoint of an external module #",
            ["BM1716"] = "no such external module #",
            ["BM3000"] = "# are libraries without a route",
            ["BM3714"] = "# has an entrypoint that is not `_start`",
        });

        AssertSays("# Hippo itself refused", ofHippo.Sum(count => count.Value), row);
    }

    [SharedFact]
    public async Task Table_OfModuleMaps_HoldsTheCounts() => AssertRow(
        "`modules.toml`",
        await CorpusOutcomes.OfModuleMapsAsync(),
        new()
        {
            ["BM1710"] = "a placeholder where a path belongs #",
            ["BM1711"] = "modules outside of the folder #",
            ["BM3712"] = "in text form #",
        });

    [SharedFact]
    public async Task Table_OfSnippets_HoldsTheCounts() => AssertRow(
        "snippets of documents",
        await CorpusOutcomes.OfSnippetsAsync(),
        new()
        {
            ["BM1703"] = "no `[bindle]` #",
            ["BM3714"] = "an entrypoint that is not `_start` #",
        });

    private static void AssertCounts(string expected, ImmutableSortedDictionary<string, int> counts) => Assert.Equal(
        expected,
        string.Join('\n', counts.Select(count => $"{count.Key} {count.Value}")),
        ignoreLineEndingDifferences: true);

    // A row: how many, converted, refused, and why; every reason has its number.
    private static string AssertRow(
        string kind, ImmutableSortedDictionary<string, int> counts, Dictionary<string, string> reasons)
    {
        var total = counts.Values.Sum();
        var converted = counts.GetValueOrDefault(CorpusOutcomes.Converted);
        var row = RowOf(kind);

        Assert.StartsWith($"| {total} {kind} | {converted} | {total - converted} | ", row, StringComparison.Ordinal);
        Assert.Equal(counts.Keys.Where(key => key != CorpusOutcomes.Converted), reasons.Keys);
        Assert.All(reasons, reason => AssertSays(reason.Value, counts[reason.Key], row));
        return row;
    }

    private static void AssertSays(string words, int count, string row) => Assert.Matches(
        @"(?<!\d)" + Regex.Escape(words).Replace(@"\#", count.ToString(CultureInfo.InvariantCulture),
            StringComparison.Ordinal) + @"(?!\d)",
        row);

    private static string RowOf(string kind)
    {
        var documents = RepositoryRoot.Combine("docs");
        string[] files =
        [
            RepositoryRoot.Combine("README.md"),
            .. Directory.Exists(documents) ? Directory.GetFiles(documents, "*.md") : [],
        ];
        return Assert.Single(
            files.SelectMany(File.ReadLines), line => Regex.IsMatch(line, $@"^\| \d+ {Regex.Escape(kind)} \|"));
    }
}
