using System.CommandLine;

namespace Migrator.Cli.Shells;

/// <summary>What may come next on a command line.</summary>
internal static class Completions
{
    /// <summary>The words that may stand at the end of a line.</summary>
    /// <param name="root">The program.</param>
    /// <param name="line">What was typed up to the cursor; its first word is the program, however it is spelt.</param>
    /// <returns>
    /// Nothing where only the name of a file can come. Options come when the word has begun with <c>-</c>, by their
    /// long names: before that an argument is more likely, and that is the shell's to complete.
    /// </returns>
    public static IEnumerable<string> Of(Command root, string line)
    {
        var program = line.IndexOf(' ');
        if (program < 0)
        {
            return [];
        }

        var typed = root.Name + line[program..];
        var begun = typed[(typed.LastIndexOf(' ') + 1)..];
        if (begun is ['-', '-', ..] && begun.IndexOf('=') is > 0 and var equals)
        {
            // A value behind = is that of the option before it, in two words; what is offered is one word again.
            var option = begun[..equals];
            return Next(root, $"{typed[..^begun.Length]}{option} {begun[(equals + 1)..]}", begun[(equals + 1)..])
                .Select(value => $"{option}={value}");
        }

        return Next(root, typed, begun);
    }

    private static IEnumerable<string> Next(Command root, string typed, string begun) =>
        root.Parse(typed).GetCompletions(typed.Length)
            .Select(completion => completion.InsertText ?? completion.Label)
            .Where(word => word.StartsWith(begun, StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Where(word => begun is ['-', ..] ? word is ['-', '-', ..] : char.IsAsciiLetter(word[0]));
}
