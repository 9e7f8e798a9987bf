using System.Collections.Immutable;
using System.CommandLine;

namespace Migrator.Cli.Commands;

/// <summary>Options of a command line word by word, to be typed again from anywhere.</summary>
internal static class GivenWords
{
    // What the help calls a file is one; the command may be typed in another folder.
    private const string File = "FILE";

    /// <summary>The options that were given, of those that may be told again.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">Options without secrets.</param>
    public static ImmutableArray<string> Of(ParseResult parsed, IEnumerable<Option> options) =>
    [
        .. options.SelectMany(option => parsed.GetResult(option) is not { Implicit: false } given ? []
            : given.Tokens.Count == 0 ? [option.Name]
            : given.Tokens.SelectMany(token => (string[])[option.Name, ValueOf(option, token.Value)])),
    ];

    private static string ValueOf(Option option, string value) =>
        option.HelpName == File ? Path.GetFullPath(value) : value;
}
