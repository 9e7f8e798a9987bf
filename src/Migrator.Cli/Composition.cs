using System.Text;
using Migrator.Cli.Output;
using Migrator.Oci.Targets.Registry;

namespace Migrator.Cli;

/// <summary>The one place that asks the environment, the console and the clock.</summary>
internal static class Composition
{
    /// <summary>
    /// How long a command may tidy up after Ctrl-C: longer than it takes to cancel uploads, short for who waits.
    /// </summary>
    public static TimeSpan TerminationGrace { get; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a batch may go on with what has begun, as if nobody had stopped it.
    /// </summary>
    public static TimeSpan DrainTime { get; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long it may then take to leave: what pushes need at a registry that does not answer, and two seconds for
    /// its journal to say that it left. With the time before it is less than the 30 s that Kubernetes gives a pod.
    /// </summary>
    public static TimeSpan BatchLeaveTime => RegistryClient.StopTime + TimeSpan.FromSeconds(2);

    public static CliContext FromEnvironment() =>
        From(Environment.GetEnvironmentVariable, Console.IsErrorRedirected);

    /// <summary>The context that an environment asks for.</summary>
    /// <param name="variable">Gives a variable's value by its name.</param>
    /// <param name="isErrorRedirected">Whether standard error is something else than a terminal.</param>
    public static CliContext From(Func<string, string?> variable, bool isErrorRedirected)
    {
        var isCi = IsSet(variable("CI"));
        var isTerminal = !isErrorRedirected && !isCi && variable("TERM") is not "dumb";
        return new CliContext
        {
            Output = Utf8(StandardStream.Open(Console.OpenStandardOutput, losesResults: true)),
            Error = Utf8(StandardStream.Open(Console.OpenStandardError, losesResults: false)),
            Clock = TimeProvider.System,
            ShowsProgress = isTerminal,
            UsesColor = isTerminal && !IsSet(variable("NO_COLOR")),
            IsTerse = isCi,
            TempFolder = Path.GetTempPath(),
            Variable = Environment.GetEnvironmentVariable,
            OpenInput = Console.OpenStandardInput,
            IsInputTerminal = !Console.IsInputRedirected,
            HomeFolder = Folder(Environment.SpecialFolder.UserProfile),
            SettingsFolder = Folder(Environment.SpecialFolder.ApplicationData),
        };
    }

    // Bytes are the same whatever the locale says; a closed pipe is silent (the console's stream sees to that).
    private static StreamWriter Utf8(Stream stream) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" };

    // It need not be there yet, as ~/.config of a new home: who writes there makes it.
    private static string Folder(Environment.SpecialFolder folder) =>
        Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify);

    private static bool IsSet(string? value) => !string.IsNullOrEmpty(value);
}
