using System.Text.Json;
using Migrator.Cli.Output;

namespace Migrator.Cli.Commands;

/// <summary>Says what is wrong with a command line, and repeats no login that was typed into it.</summary>
internal static class UsageErrors
{
    public static int Write(CliContext context, ParsedCommand command, params IEnumerable<string> messages)
    {
        var errors = messages.Select(TypedLogin.Redact).Distinct(StringComparer.Ordinal).ToList();
        foreach (var error in errors)
        {
            context.Error.WriteLine($"bindle2oci: {PlainText.Of(error)}");
        }

        context.Error.WriteLine($"Try: bindle2oci {(command.Name is null ? "" : command.Name + " ")}--help");
        if (command.IsJson)
        {
            JsonDocumentText.Write(context.Output, json => WriteJson(json, command, errors));
        }

        return ExitCode.Usage;
    }

    private static void WriteJson(Utf8JsonWriter json, ParsedCommand command, IEnumerable<string> errors)
    {
        JsonParts.Head(json, "usage", "usage", ExitCode.Usage);
        json.WriteString("command", command.Name);
        JsonParts.Texts(json, "errors", errors);
        FindingJson.Write(json, []);
    }
}
