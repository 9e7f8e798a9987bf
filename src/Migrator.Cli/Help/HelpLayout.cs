namespace Migrator.Cli.Help;

/// <summary>Text in lines of at most 100 characters, so that a help is the same in every window.</summary>
internal static class HelpLayout
{
    private const int Width = 100;
    private const string Indent = "  ";

    // A longer name has a line of its own.
    private const int MaxNameWidth = 30;

    /// <summary>How wide the names of some rows are shown.</summary>
    public static int NameWidth(IEnumerable<HelpRow> rows) => rows
        .Select(row => row.Name.Length)
        .Where(length => length <= MaxNameWidth)
        .DefaultIfEmpty(MaxNameWidth)
        .Max();

    /// <summary>Text below a heading.</summary>
    public static IEnumerable<string> Paragraph(string text) =>
        Wrap(text, Width - Indent.Length).Select(line => Indent + line);

    /// <summary>A name, and beside it what is said of it.</summary>
    /// <param name="row">The row.</param>
    /// <param name="nameWidth">How wide names are.</param>
    public static IEnumerable<string> Columns(HelpRow row, int nameWidth)
    {
        var before = new string(' ', Indent.Length + nameWidth + Indent.Length);
        var lines = Wrap(row.Text, Width - before.Length);
        if (row.Name.Length > nameWidth)
        {
            return lines.Select(line => before + line).Prepend(Indent + row.Name);
        }

        var first = Indent + row.Name.PadRight(nameWidth) + Indent + lines[0];
        return lines.Skip(1).Select(line => before + line).Prepend(first);
    }

    private static List<string> Wrap(string text, int width)
    {
        var lines = new List<string> { "" };
        foreach (var word in text.Split(' '))
        {
            var line = lines[^1];
            if (line.Length == 0)
            {
                lines[^1] = word;
            }
            else if (line.Length + 1 + word.Length <= width)
            {
                lines[^1] = $"{line} {word}";
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines;
    }
}
