using System.CommandLine;

namespace Migrator.Cli.Commands;

/// <summary>What is to be known of a command line when its command fails.</summary>
/// <param name="Name">The command; null for the program itself.</param>
/// <param name="IsVerbose">Whether <c>--verbose</c> was given.</param>
internal sealed record ParsedCommand(string? Name, bool IsVerbose)
{
    /// <summary>Of a command line without errors.</summary>
    public static ParsedCommand Of(ParseResult parsed) => new(NameOf(parsed), OutputOptions.IsVerbose(parsed));

    /// <summary>The command that is named, whatever is wrong with the rest of the line.</summary>
    public static string? NameOf(ParseResult parsed) =>
        parsed.CommandResult.Parent is null ? null : parsed.CommandResult.Command.Name;
}
