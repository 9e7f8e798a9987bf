using Migrator.Testing;

namespace Migrator.Conversion.Tests.Wagi;

/// <summary>The bindles of Wagi's own tests, whose modules were built in 2021 (spec/bindle.md 0.4, fact 12).</summary>
public sealed class RealModulesTests
{
    [SharedFact]
    public async Task ConvertAsync_WagisOwnBindles_AreJudgedByTheirModules()
    {
        var outcomes = new List<string>();
        foreach (var folder in SharedData.Folders(
            "corpus", "invoices", "deislabs+wagi", "testdata", "standalone-bindles"))
        {
            var bindle = await Verified.FromFolderAsync(folder);
            var outcome = await Converter.ConvertAsync(
                bindle, new ConversionOptions { Referrer = false }, CancellationToken.None);

            Assert.Contains(outcome.Findings, finding => finding.Kind == WagiFindings.OldToolchain
                && finding.Message.Contains("clang 11.0.1", StringComparison.Ordinal));
            var error = outcome.Findings.FirstOrDefault(finding => finding.IsError)?.Code;
            outcomes.Add($"{bindle.Id.Name} {error ?? "converted"}");
        }

        Assert.Equal(
            [
                "dynamic-routes converted", "http-test BM3710", "http-test BM3710",
                "itowlson/toast-on-demand converted", "print-env converted",
            ],
            outcomes.Order(StringComparer.Ordinal));
    }
}
