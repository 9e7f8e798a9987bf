using System.CommandLine;

namespace Migrator.Cli.Commands;

/// <summary>What is to be known of a command line when its command fails, or cannot begin.</summary>
/// <param name="Name">The command; null for the program itself.</param>
/// <param name="IsVerbose">Whether <c>--verbose</c> was given.</param>
/// <param name="IsJson">Whether the result was to be JSON.</param>
internal sealed record ParsedCommand(string? Name, bool IsVerbose, bool IsJson)
{
    public static ParsedCommand Of(ParseResult parsed) => new(
        parsed.CommandResult.Parent is null ? null : parsed.CommandResult.Command.Name,
        OutputOptions.IsVerbose(parsed),
        OutputOptions.IsJson(parsed));
}
