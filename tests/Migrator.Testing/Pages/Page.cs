using System.Text.RegularExpressions;

namespace Migrator.Testing.Pages;

/// <summary>A page that users read: README.md, or one below docs.</summary>
/// <param name="Name">Its path from the root of the checkout, such as <c>docs/wagi.md</c>.</param>
/// <param name="Text">All of it.</param>
public sealed partial record Page(string Name, string Text)
{
    /// <summary>All pages.</summary>
    public static IReadOnlyList<Page> All { get; } =
    [
        Of("README.md"),
        .. Directory.GetFiles(RepositoryRoot.Combine("docs"), "*.md")
            .Order(StringComparer.Ordinal)
            .Select(path => Of("docs/" + Path.GetFileName(path))),
    ];

    /// <summary>Its fenced blocks, in order.</summary>
    public IReadOnlyList<PageBlock> Blocks =>
    [
        .. Fence().Matches(Text).Select(block => new PageBlock(
            block.Groups["language"].Value,
            block.Groups["text"].Value,
            Text.AsSpan(0, block.Index).Count('\n') + 1)),
    ];

    /// <summary>One page.</summary>
    public static Page Of(string name) => new(name, File.ReadAllText(RepositoryRoot.Combine(name.Split('/'))));

    /// <summary>The blocks below a heading, up to the next one of its kind.</summary>
    public IReadOnlyList<PageBlock> BlocksBelow(string heading) => (this with { Text = SectionOf(heading) }).Blocks;

    /// <summary>The one block of a language that holds a text.</summary>
    public PageBlock Block(string language, string holds) => Blocks.Single(
        block => block.Language == language && block.Text.Contains(holds, StringComparison.Ordinal));

    private string SectionOf(string heading)
    {
        var start = Text.IndexOf($"\n{heading}\n", StringComparison.Ordinal);
        if (start < 0)
        {
            throw new InvalidOperationException($"{Name} has no heading '{heading}'.");
        }

        var kind = heading[..(heading.IndexOf(' ', StringComparison.Ordinal) + 1)];
        var end = Text.IndexOf($"\n{kind}", start + 1, StringComparison.Ordinal);
        return end < 0 ? Text[start..] : Text[start..end];
    }

    [GeneratedRegex("^```(?<language>[a-z]*)\n(?<text>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();
}
