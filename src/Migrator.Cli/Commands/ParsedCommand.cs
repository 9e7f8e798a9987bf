using System.CommandLine;
using System.CommandLine.Parsing;

namespace Migrator.Cli.Commands;

/// <summary>What is to be known of a command line when its command fails, or cannot begin.</summary>
/// <param name="Name">The command, such as <c>batch plan</c>; null for the program itself.</param>
/// <param name="IsVerbose">Whether <c>--verbose</c> was given.</param>
/// <param name="IsJson">Whether the result was to be JSON.</param>
internal sealed record ParsedCommand(string? Name, bool IsVerbose, bool IsJson)
{
    public static ParsedCommand Of(ParseResult parsed) => new(
        NameOf(parsed.CommandResult),
        OutputOptions.IsVerbose(parsed),
        OutputOptions.IsJson(parsed));

    private static string? NameOf(CommandResult result) => result.Parent is not CommandResult outer
        ? null
        : NameOf(outer) is { } group ? $"{group} {result.Command.Name}" : result.Command.Name;
}
