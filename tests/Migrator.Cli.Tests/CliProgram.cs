using Migrator.Testing;

namespace Migrator.Cli.Tests;

/// <summary>The program as it is built, to be run as a process of its own.</summary>
internal static class CliProgram
{
    /// <summary>
    /// Its assembly. The copy beside the tests leaves out what their web framework brings, and does not run by itself.
    /// </summary>
    public static string Path { get; } = RepositoryRoot.Combine(
        "src",
        "Migrator.Cli",
        "bin",
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
        new DirectoryInfo(AppContext.BaseDirectory).Name,
        "bindle2oci.dll");
}
