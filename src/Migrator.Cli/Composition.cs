using System.Text;

namespace Migrator.Cli;

/// <summary>The one place that asks the environment, the console and the clock.</summary>
internal static class Composition
{
    // Longer than any single commit to a target, so that Ctrl-C leaves nothing half-written.
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(30);

    public static CliContext FromEnvironment()
    {
        var isTerminal =
            !Console.IsErrorRedirected && !IsSet("CI") && Environment.GetEnvironmentVariable("TERM") is not "dumb";
        return new CliContext
        {
            Output = Utf8(Console.OpenStandardOutput()),
            Error = Utf8(Console.OpenStandardError()),
            Clock = TimeProvider.System,
            ShowsProgress = isTerminal,
            UsesColor = isTerminal && !IsSet("NO_COLOR"),
            TempFolder = Path.GetTempPath(),
            TerminationTimeout = TerminationTimeout,
        };
    }

    // Bytes are the same whatever the locale says; a closed pipe is silent (the console's stream sees to that).
    private static StreamWriter Utf8(Stream stream) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" };

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
