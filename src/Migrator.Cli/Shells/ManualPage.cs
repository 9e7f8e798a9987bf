namespace Migrator.Cli.Shells;

/// <summary>A page for <c>man</c>, made of the very text that <c>--help</c> prints.</summary>
internal static class ManualPage
{
    private const string Indent = "  ";

    /// <summary>The page in roff's macros for manuals, to be shown by <c>man -l -</c>.</summary>
    /// <param name="name">The page's name, such as <c>bindle2oci-migrate</c>.</param>
    /// <param name="summary">What the command does, one line.</param>
    /// <param name="help">What <c>--help</c> prints: headings that end with a colon, and indented lines.</param>
    public static IEnumerable<string> Of(string name, string summary, IEnumerable<string> help)
    {
        yield return $".TH \"{Escaped(name.ToUpperInvariant())}\" 1 \"\" \"bindle2oci {BuildInfo.Version}\"";
        yield return ".SH NAME";
        yield return $"{Escaped(name)} \\- {Escaped(summary)}";
        var isOpen = false;
        foreach (var line in help)
        {
            if (IsHeading(line))
            {
                if (isOpen)
                {
                    yield return ".fi";
                }

                yield return $".SH {Escaped(line.TrimEnd(':').ToUpperInvariant())}";
                yield return ".nf";
                isOpen = true;
            }
            else if (isOpen)
            {
                yield return Escaped(line.StartsWith(Indent, StringComparison.Ordinal) ? line[Indent.Length..] : line);
            }
        }

        yield return ".fi";
    }

    private static bool IsHeading(string line) => line is [>= 'A' and <= 'Z', .., ':'];

    // A backslash begins an escape, a hyphen would be broken at, and a dot or a quote at the start is a request.
    private static string Escaped(string text)
    {
        var escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return escaped.StartsWith('.') || escaped.StartsWith('\'') ? "\\&" + escaped : escaped;
    }
}
