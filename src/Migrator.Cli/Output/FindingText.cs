using Migrator.Bindle.Verification;

namespace Migrator.Cli.Output;

/// <summary>A finding as one line for people; its twin for programs is <see cref="FindingJson"/>.</summary>
internal static class FindingText
{
    private const string Red = "\u001b[31m";
    private const string Yellow = "\u001b[33m";
    private const string Plain = "\u001b[0m";

    public static string Of(Finding finding, bool usesColor)
    {
        var level = finding.Level.ToString().ToLowerInvariant();
        var painted = usesColor ? Paint(finding.Level, level) : level;
        var place = finding.Place is null ? "" : $" {finding.Place}";
        return $"{painted} {PlainText.Of($"{finding.Code}{place}: {finding.Message}")}";
    }

    private static string Paint(FindingLevel level, string word) => level switch
    {
        FindingLevel.Error => Red + word + Plain,
        FindingLevel.Warning => Yellow + word + Plain,
        _ => word,
    };
}
