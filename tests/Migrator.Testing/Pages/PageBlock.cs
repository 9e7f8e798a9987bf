namespace Migrator.Testing.Pages;

/// <summary>A fenced block of a page.</summary>
/// <param name="Language">
/// What its fence says: <c>sh</c> is typed as it stands, <c>text</c> is what the block before it prints, <c>console</c>
/// needs a program that no test has.
/// </param>
/// <param name="Text">Its lines.</param>
/// <param name="Line">The line of its fence, counted from 1.</param>
public sealed record PageBlock(string Language, string Text, int Line)
{
    /// <summary>Whether it is a file and nothing to type: a script with a first line of its own.</summary>
    public bool IsScript => Text.StartsWith("#!", StringComparison.Ordinal);

    /// <summary>The file that it is, by the comment in its first line; null when that names none.</summary>
    public string? FileName => Language == "toml" && Text.StartsWith("# ", StringComparison.Ordinal)
        ? Text[2..Text.IndexOf('\n', StringComparison.Ordinal)]
        : null;
}
