using Migrator.Testing;

namespace Migrator.Cli.Tests;

/// <summary>
/// The program as it is built, to be run as a process of its own. Where <c>BINDLE2OCI_BINARY</c> names a native binary,
/// it is that one, and <see cref="CliRun"/> runs it too.
/// </summary>
internal static class CliProgram
{
    /// <summary>
    /// Its assembly. The copy beside the tests leaves out what their web framework brings, and does not run by itself.
    /// </summary>
    private static readonly string Assembly = RepositoryRoot.Combine(
        "src",
        "Migrator.Cli",
        "bin",
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
        new DirectoryInfo(AppContext.BaseDirectory).Name,
        "bindle2oci.dll");

    /// <summary>The native binary to test; null when the built assembly is tested.</summary>
    public static string? Binary { get; } = Environment.GetEnvironmentVariable("BINDLE2OCI_BINARY") switch
    {
        null or "" => null,
        var path => Path.GetFullPath(path, RepositoryRoot.Path),
    };

    /// <summary>The words that start it, before its own arguments.</summary>
    public static IReadOnlyList<string> Words { get; } = Binary is null ? ["dotnet", Assembly] : [Binary];

    /// <summary>The same, quoted for a shell.</summary>
    public static string InShell { get; } = string.Join(' ', Words.Select(word => $"'{word}'"));
}
