using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Migrator.Benchmarks;

/// <summary>The command line, published as users have it.</summary>
internal static class PublishedTool
{
    private const string Portable = "portable";

    private static readonly string Repository = FindRepository();

    private static readonly Lazy<string> Native = new(() =>
    {
        var output = Path.Combine(Repository, "artifacts", "native", RuntimeInformation.RuntimeIdentifier);
        Run(Path.Combine(Repository, ".ci", "native"), RuntimeInformation.RuntimeIdentifier, output);
        return Path.Combine(output, "bindle2oci");
    });

    private static string? Named => Environment.GetEnvironmentVariable("BINDLE2OCI_BINARY") is { Length: > 0 } named
        && named != Portable
        ? Path.GetFullPath(named, Repository)
        : null;

    private static bool IsPortable => Environment.GetEnvironmentVariable("BINDLE2OCI_BINARY") == Portable;

    /// <summary>
    /// Publishes it below a folder: the native binary, unless <c>BINDLE2OCI_BINARY</c> names one that is there, or is
    /// <c>portable</c>.
    /// </summary>
    /// <returns>The path of the program.</returns>
    public static string Publish(string root) => IsPortable ? PublishPortable(root) : PublishNative();

    /// <summary>The native binary: the one that <c>BINDLE2OCI_BINARY</c> names, or else built, once.</summary>
    /// <returns>The path of the program.</returns>
    public static string PublishNative() => Named ?? Native.Value;

    private static string PublishPortable(string root)
    {
        var output = Path.Combine(root, "publish");
        var project = Path.Combine(Repository, "src", "Migrator.Cli");
        Run("dotnet", "publish", project, "-c", "Release", "-o", output, "-v", "quiet");
        return Path.Combine(output, "bindle2oci");
    }

    /// <summary>Packs a project into a folder.</summary>
    public static void Pack(string project, string output) => Run(
        "dotnet", "pack", Path.Combine(Repository, "src", project), "-c", "Release", "-o", output, "-v", "quiet");

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
        }
    }

    private static string FindRepository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Migrator.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
