using System.Collections.Immutable;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Testing;

namespace Migrator.Conversion.Tests.Wagi;

/// <summary>
/// What comes of the 99 HIPPOFACTS and module maps that people wrote, with stand-ins for the modules and files that
/// they name: each by the name of its file, whether it is converted, and by which finding it is refused first.
/// </summary>
internal static class CorpusOutcomes
{
    public const string Converted = "converted";

    private static readonly Lazy<Task<ImmutableSortedDictionary<string, string>>> HippoFactsOnce =
        new(() => ConvertAllAsync("*.HIPPOFACTS.toml"));

    private static readonly Lazy<Task<ImmutableSortedDictionary<string, string>>> SnippetsOnce =
        new(() => ConvertAllAsync("*", "docs-snippets"));

    private static readonly Lazy<Task<ImmutableSortedDictionary<string, string>>> ModuleMapsOnce =
        new(() => ConvertAllAsync("*", "wagi-modules"));

    public static Task<ImmutableSortedDictionary<string, string>> OfHippoFactsAsync() => HippoFactsOnce.Value;

    /// <summary>Of the HIPPOFACTS in documents, which are no whole ones.</summary>
    public static Task<ImmutableSortedDictionary<string, string>> OfSnippetsAsync() => SnippetsOnce.Value;

    public static Task<ImmutableSortedDictionary<string, string>> OfModuleMapsAsync() => ModuleMapsOnce.Value;

    private static async Task<ImmutableSortedDictionary<string, string>> ConvertAllAsync(
        string pattern, params string[] folder)
    {
        var outcomes = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(SharedData.Combine(["corpus", "hippofacts", .. folder]), pattern))
        {
            outcomes.Add(Path.GetFileName(file), await ConvertAsync(file));
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
