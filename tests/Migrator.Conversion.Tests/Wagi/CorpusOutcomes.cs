using System.Collections.Immutable;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Testing;

namespace Migrator.Conversion.Tests.Wagi;

/// <summary>
/// What comes of the 99 HIPPOFACTS and module maps that people wrote, with stand-ins for the modules and files that
/// they name: how many are converted, and how many are refused by which finding first.
/// </summary>
internal static class CorpusOutcomes
{
    public const string Converted = "converted";

    private static readonly Lazy<Task<ImmutableSortedDictionary<string, int>>> HippoFactsOnce =
        new(() => CountAsync("*.HIPPOFACTS.toml"));

    private static readonly Lazy<Task<ImmutableSortedDictionary<string, int>>> SnippetsOnce =
        new(() => CountAsync("*", "docs-snippets"));

    private static readonly Lazy<Task<ImmutableSortedDictionary<string, int>>> ModuleMapsOnce =
        new(() => CountAsync("*", "wagi-modules"));

    public static Task<ImmutableSortedDictionary<string, int>> OfHippoFactsAsync() => HippoFactsOnce.Value;

    /// <summary>Of the HIPPOFACTS in documents, which are no whole ones.</summary>
    public static Task<ImmutableSortedDictionary<string, int>> OfSnippetsAsync() => SnippetsOnce.Value;

    public static Task<ImmutableSortedDictionary<string, int>> OfModuleMapsAsync() => ModuleMapsOnce.Value;

    private static async Task<ImmutableSortedDictionary<string, int>> CountAsync(
        string pattern, params string[] folder)
    {
        var outcomes = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(SharedData.Combine(["corpus", "hippofacts", .. folder]), pattern))
        {
            var outcome = await ConvertAsync(file);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        return outcomes.ToImmutable();
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
        return outcome.Artifact is null ? FirstError(outcome.Findings) : Converted;
    }

    private static string FirstError(ImmutableArray<Finding> findings) =>
        findings.First(finding => finding.IsError).Code;
}
