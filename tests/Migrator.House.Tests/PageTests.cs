using System.Text.RegularExpressions;
using Migrator.Testing;
using Migrator.Testing.Pages;

namespace Migrator.House.Tests;

/// <summary>Holds the pages that users read to what can be held without running anything.</summary>
public sealed partial class PageTests
{
    // What no test can type: programs that are not here, and what they do. Everything else is run.
    private static readonly string[] ForeignPrograms = ["spin", "kubectl"];

    [Fact]
    public void Readme_HasAtMost400Lines() => Assert.InRange(Page.Of("README.md").Text.Split('\n').Length, 1, 400);

    [Fact]
    public void Links_LeadToWhatIsThere() => AssertNone(
        from page in Page.All
        from link in Link().Matches(page.Text)
        let target = link.Groups["target"].Value
        where !target.Contains("://", StringComparison.Ordinal) && !LeadsSomewhere(page, target)
        select $"{page.Name}: {target}");

    [Fact]
    public void Pages_AreAllReachedFromTheReadme() => AssertNone(
        from page in Page.All.Skip(1)
        where !Page.All[0].Text.Contains($"]({page.Name}", StringComparison.Ordinal)
        select page.Name);

    [Fact]
    public void Blocks_ThatAreNotRun_AreOfForeignPrograms() => AssertNone(
        from page in Page.All
        from block in page.Blocks
        where block.Language == "console"
        from line in block.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        where !ForeignPrograms.Contains(line.Split(' ')[0])
        select $"{page.Name}: {line}");

    // The READMEs of the packages are compiled by Migrator.Shipping.Tests.
    [Fact]
    public void Code_OnPages_IsThatOfAFileThatIsCompiled()
    {
        var compiled = Directory.EnumerateFiles(RepositoryRoot.Combine("src"), "README.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(RepositoryRoot.Combine("tests"), "*.cs", SearchOption.AllDirectories))
            .Select(path => CodeOf(File.ReadAllText(path)))
            .ToList();
        var shown = Page.All.SelectMany(page => page.Blocks).Where(block => block.Language == "csharp").ToList();

        Assert.Equal(2, shown.Count);
        AssertNone(
            from block in shown
            where !compiled.Exists(file => file.Contains(CodeOf(block.Text), StringComparison.Ordinal))
            select block.Text);
    }

    [Fact]
    public void Findings_ThatPagesName_AreThere()
    {
        var known = SourceOfTheProgram();
        AssertNone(
            from page in Page.All
            from code in FindingCode().Matches(page.Text).Select(match => match.Value).Distinct()
            where !known.Contains($"\"{code}\"", StringComparison.Ordinal)
            select $"{page.Name}: {code}");
    }

    [Fact]
    public void Troubleshooting_EveryText_IsTheProgramsOrTheSystems()
    {
        // Texts are put together from parts; what the system says is not in our source.
        var said = Seam().Replace(SourceOfTheProgram(), "") + "Connection refused";
        var rows = Page.Of("docs/troubleshooting.md").Text.Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1])
            .ToList();

        Assert.InRange(rows.Count, 30, 100);
        AssertNone(
            from row in rows
            from part in row.Split('…', StringSplitOptions.TrimEntries)
            where !said.Contains(part, StringComparison.Ordinal)
            select part);
    }

    // Lines that say something to the compiler, however they are indented, but for the namespace.
    private static string CodeOf(string text) => string.Join('\n', text.Split('\n')
        .Select(line => line.Trim())
        .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)
            && !line.StartsWith("namespace ", StringComparison.Ordinal)));

    private static bool LeadsSomewhere(Page page, string target)
    {
        var parts = target.Split('#');
        var file = parts[0].Length == 0
            ? RepositoryRoot.Combine(page.Name.Split('/'))
            : Path.GetFullPath(
                Path.Combine(Path.GetDirectoryName(RepositoryRoot.Combine(page.Name.Split('/')))!, parts[0]));
        return File.Exists(file) && (parts.Length == 1 || Anchors(file).Contains(parts[1]));
    }

    // As code hosts make them: small letters, blanks to dashes, signs left out.
    private static IEnumerable<string> Anchors(string file) =>
        from line in File.ReadLines(file)
        where line.StartsWith('#')
        select new string([
            .. line.TrimStart('#').Trim().ToLowerInvariant().Replace(' ', '-')
                .Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'),
        ]);

    private static string SourceOfTheProgram() => string.Concat(
        Directory.EnumerateFiles(RepositoryRoot.Combine("src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .Select(File.ReadAllText));

    private static void AssertNone(IEnumerable<string> offenders) =>
        Assert.True(!offenders.Any(), string.Join('\n', offenders));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("BM[0-9]{4}")]
    private static partial Regex FindingCode();

    // Where one piece of a text ends and the next begins.
    [GeneratedRegex("\"\\s*\\+\\s*\\$?\"")]
    private static partial Regex Seam();
}
