using System.Text.Json;

namespace Migrator.Cli.Output.Batches;

/// <summary>The parts that the JSON results of batches share.</summary>
internal static class BatchJson
{
    /// <summary>What every result begins with.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="command">The command, such as <c>batch plan</c>.</param>
    /// <param name="exitCode">Its exit code, which has a word.</param>
    public static void Head(Utf8JsonWriter json, string command, int exitCode) =>
        JsonParts.Head(json, command.Replace(' ', '-'), StatusOf(exitCode), exitCode);

    /// <summary>What it is, as a report of a batch says it too.</summary>
    public static void Kind(Utf8JsonWriter json, string kind)
    {
        json.WriteString("kind", kind);
        json.WriteNumber("version", 1);
    }

    /// <summary>How many there are of each.</summary>
    public static void Counts(Utf8JsonWriter json, string property, IEnumerable<KeyValuePair<string, long>> counts)
    {
        json.WriteStartObject(property);
        foreach (var (word, count) in counts)
        {
            json.WriteNumber(word, count);
        }

        json.WriteEndObject();
    }

    private static string StatusOf(int exitCode) => exitCode switch
    {
        ExitCode.Done => "done",
        ExitCode.Unexpected => "unexpected",
        ExitCode.Source => "source-refused",
        ExitCode.Credentials => "credentials",
        ExitCode.Temporary => "temporary",
        ExitCode.Partly => "partly",
        ExitCode.Target => "target-refused",
        ExitCode.Budget => "limit-reached",
        ExitCode.Mismatch => "mismatch",
        ExitCode.Journal => "journal-refused",
        ExitCode.Cancelled => "stopped",
        _ => throw new ArgumentOutOfRangeException(nameof(exitCode), exitCode, "No word for this exit code."),
    };
}
