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
    public async Task ConvertAsync_EveryHippoFactsOfTheCorpus_IsConvertedOrRefusedForItsReason() => AssertOutcomes(
        50,
        """
        BM1701 adamreese+wagi-ruby+root+d8394aa5.HIPPOFACTS.toml
        BM1702 deislabs+hippo-cli+testdata_app1+dadce986.HIPPOFACTS.toml
        BM1702 deislabs+hippo-cli+testdata_cond1+036da8b2.HIPPOFACTS.toml
        BM1702 deislabs+yo-wasm+templates_assembly-script+9235a726.HIPPOFACTS.toml
        BM1702 deislabs+yo-wasm+templates_c+f1129860.HIPPOFACTS.toml
        BM1702 deislabs+yo-wasm+templates_rust+5638db90.HIPPOFACTS.toml
        BM1703 itowlson+hippofactory+testdata_external+f0280923.HIPPOFACTS.toml
        BM1704 deislabs+hippo-cli+testdata_bad_version+94709c67.HIPPOFACTS.toml
        BM1706 deislabs+hippo-cli+testdata_external_bad+31ba29e8.HIPPOFACTS.toml
        BM1716 deislabs+hippo-cli+testdata_external2+7308be8c.HIPPOFACTS.toml
        BM1716 deislabs+hippo-cli+testdata_external3+3f4db5bf.HIPPOFACTS.toml
        BM3000 deislabs+hippo-cli+testdata_lib1+670a1f98.HIPPOFACTS.toml
        BM3000 deislabs+hippo-cli+testdata_lib1+c0ae7013.HIPPOFACTS.toml
        BM3000 deislabs+hippo-cli+testdata_lib1+f8dd36e6.HIPPOFACTS.toml
        BM3714 deislabs+hippo-cli+testdata_app1+317eb6bb.HIPPOFACTS.toml
        """,
        await CorpusOutcomes.OfHippoFactsAsync());

    [SharedFact]
    public async Task ConvertAsync_EverySnippetOfTheDocuments_IsConvertedOrRefusedForItsReason() => AssertOutcomes(
        3,
        """
        BM1703 deislabs+hippo-cli+README.md+02.toml
        BM1703 deislabs+hippo-cli+README.md+03.toml
        BM3714 deislabs+hippo-cli+README.md+01.toml
        """,
        await CorpusOutcomes.OfSnippetsAsync());

    [SharedFact]
    public async Task ConvertAsync_EveryModuleMapOfTheCorpus_IsConvertedOrRefusedForItsReason() => AssertOutcomes(
        46,
        """
        BM1710 deislabs+wagi+testdata_module-maps_test2+a68b1f23.toml
        BM1711 deislabs+wagi+examples_modules+339a40bd.toml
        BM1711 deislabs+wagi+examples_modules+98072aa7.toml
        BM1711 deislabs+wagi+examples_modules+c330bf20.toml
        BM1711 deislabs+wagi+examples_modules+dc76a01f.toml
        BM1711 deislabs+wagi+examples_modules+f02fa4d5.toml
        BM1711 deislabs+wagi+testdata_module-maps_test1+21b308e2.toml
        BM1711 deislabs+wagi+testdata_module-maps_test1+94073ddf.toml
        BM1711 deislabs+wagi+testdata_module-maps_test3+cfb8bc39.toml
        BM1711 deislabs+wagi+testdata_module-maps_test_dynamic_routes+22570bfa.toml
        BM1711 deislabs+wagi+testdata_module-maps_test_healthz_override+ab2e922c.toml
        BM1711 deislabs+wagi+testdata_module-maps_wat+0e82d5a8.toml
        BM1711 fermyon+bartholomew+modules+e9627b8c.toml
        BM1711 technosophos+hello-wagi+example-wagi+83c2dae4.toml
        BM1711 technosophos+hello-wagi+example-wagi+da715850.toml
        BM3712 deislabs+wagi+examples_modules+0b368aee.toml
        BM3712 deislabs+wagi+examples_modules+60414257.toml
        BM3712 deislabs+wagi+examples_modules+7035d8d8.toml
        BM3712 deislabs+wagi+examples_modules+a3ff4a37.toml
        BM3712 deislabs+wagi+examples_modules+a55b0bcf.toml
        BM3712 deislabs+wagi+examples_modules+abf4fb55.toml
        BM3712 deislabs+wagi+examples_modules+ec5ac369.toml
        BM3712 deislabs+wagi+examples_modules+fa62e252.toml
        """,
        await CorpusOutcomes.OfModuleMapsAsync());

    [SharedFact]
    public async Task Table_OfHippoFacts_HoldsTheCounts()
    {
        var counts = Count(await CorpusOutcomes.OfHippoFactsAsync());
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
        Count(await CorpusOutcomes.OfModuleMapsAsync()),
        new()
        {
            ["BM1710"] = "a placeholder where a path belongs #",
            ["BM1711"] = "modules outside of the folder #",
            ["BM3712"] = "in text form #",
        });

    [SharedFact]
    public async Task Table_OfSnippets_HoldsTheCounts() => AssertRow(
        "snippets of documents",
        Count(await CorpusOutcomes.OfSnippetsAsync()),
        new()
        {
            ["BM1703"] = "no `[bindle]` #",
            ["BM3714"] = "an entrypoint that is not `_start` #",
        });

    // What is not listed is converted.
    private static void AssertOutcomes(
        int total, string refused, ImmutableSortedDictionary<string, string> outcomes)
    {
        Assert.Equal(
            refused,
            string.Join('\n', outcomes.Where(outcome => outcome.Value != CorpusOutcomes.Converted)
                .OrderBy(outcome => outcome.Value, StringComparer.Ordinal)
                .Select(outcome => $"{outcome.Value} {outcome.Key}")),
            ignoreLineEndingDifferences: true);
        Assert.Equal(total, outcomes.Count);
    }

    private static ImmutableSortedDictionary<string, int> Count(ImmutableSortedDictionary<string, string> outcomes) =>
        outcomes.Values.GroupBy(outcome => outcome).ToImmutableSortedDictionary(
            group => group.Key, group => group.Count(), StringComparer.Ordinal);

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
