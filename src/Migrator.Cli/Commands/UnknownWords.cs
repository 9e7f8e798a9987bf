using System.CommandLine;
using System.CommandLine.Parsing;

namespace Migrator.Cli.Commands;

/// <summary>The words of a command line that it has no meaning for, and which ones may have been meant.</summary>
internal static class UnknownWords
{
    /// <summary>What there is to say of them, a message each; empty when every word has a meaning.</summary>
    /// <remarks>
    /// Options come first and alone: a value that follows an unknown one is taken for an argument, and what is said of
    /// that would lead astray.
    /// </remarks>
    public static IReadOnlyList<string> In(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var left = parsed.UnmatchedTokens;
        var options = TakenForArguments(parsed).Concat(left)
            .Where(IsOption)
            .Select(NameOf)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (options.Count > 0)
        {
            var known = OptionsOf(command).ToList();
            return [.. options.Select(word => $"'{word}' is not an option here.{Typo.Hint(word, known)}")];
        }

        if (command.Subcommands.Count > 0)
        {
            return [.. left.Take(1).Select(word => NoCommand(word, command))];
        }

        return [.. left.Select(word => $"'{word}' is one argument too many.")];
    }

    /// <summary>What there is to say of a word that is none of a command's commands.</summary>
    public static string NoCommand(string word, Command outer)
    {
        List<string> known =
            [.. outer.Subcommands.Where(inner => !inner.Hidden).Select(inner => inner.Name), .. OptionsOf(outer)];
        return $"'{word}' is not a command.{Typo.Hint(word, known)}";
    }

    // The parser takes an option that it does not know for an argument, where one may come. Behind -- all is arguments.
    private static IEnumerable<string> TakenForArguments(ParseResult parsed)
    {
        var behind = parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).ToHashSet();
        return parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Where(token => !behind.Contains(token))
            .Select(token => token.Value);
    }

    private static IEnumerable<string> OptionsOf(Command command) => command.Options
        .Where(option => !option.Hidden)
        .Select(option => option.Name);

    private static bool IsOption(string word) => word is ['-', _, ..];

    // Without what is given to it, which may be secret.
    private static string NameOf(string option) => option.Split('=', ':')[0];
}
