using System.Collections.Immutable;
using System.Text.Json;
using Migrator.Bindle.Verification;
using Migrator.Cli.Output;

namespace Migrator.Cli.Commands;

/// <summary>Says what is wrong with a command line, and repeats no login that was typed into it.</summary>
internal static class UsageErrors
{
    public static int Write(CliContext context, ParsedCommand command, params IEnumerable<string> messages) =>
        Write(context, command, messages, []);

    public static int Write(CliContext context, ParsedCommand command, UsageException exception) =>
        Write(context, command, [exception.Message], exception.Findings);

    private static int Write(
        CliContext context, ParsedCommand command, IEnumerable<string> messages, ImmutableArray<Finding> findings)
    {
        foreach (var finding in findings)
        {
            context.Error.WriteLine(FindingText.Of(finding, context.UsesColor));
        }

        var errors = messages.Select(TypedLogin.Redact).Distinct(StringComparer.Ordinal).ToList();
        foreach (var error in errors)
        {
            context.Error.WriteLine($"bindle2oci: {PlainText.Of(error)}");
        }

        context.Error.WriteLine($"Try: bindle2oci {(command.Name is null ? "" : command.Name + " ")}--help");
        if (command.IsJson)
        {
            JsonDocumentText.Write(context.Output, json => WriteJson(json, command, errors, findings));
        }

        return ExitCode.Usage;
    }

    private static void WriteJson(
        Utf8JsonWriter json, ParsedCommand command, IEnumerable<string> errors, IEnumerable<Finding> findings)
    {
        JsonParts.Head(json, "usage", "usage", ExitCode.Usage);
        json.WriteString("command", command.Name);
        JsonParts.Texts(json, "errors", errors);
        FindingJson.Write(json, findings);
    }
}
