using System.CommandLine;
using Migrator.Cli.Output;

namespace Migrator.Cli.Commands;

/// <summary>Says what is wrong with a command line.</summary>
internal static class UsageErrors
{
    public static int Write(ParseResult parsed, TextWriter error)
    {
        foreach (var message in parsed.Errors.Select(problem => problem.Message).Distinct(StringComparer.Ordinal))
        {
            error.WriteLine($"bindle2oci: {PlainText.Of(message)}");
        }

        WriteHint(ParsedCommand.NameOf(parsed), error);
        return ExitCode.Usage;
    }

    public static int Write(UsageException exception, string? command, TextWriter error)
    {
        error.WriteLine($"bindle2oci: {PlainText.Of(exception.Message)}");
        WriteHint(command, error);
        return ExitCode.Usage;
    }

    private static void WriteHint(string? command, TextWriter error) =>
        error.WriteLine($"Try: bindle2oci {(command is null ? "" : command + " ")}--help");
}
