using System.Diagnostics;

namespace Migrator.Benchmarks;

/// <summary>The command line, published as users have it.</summary>
internal static class PublishedTool
{
    private static readonly string Repository = FindRepository();

    private static string? Named => Environment.GetEnvironmentVariable("BINDLE2OCI_BINARY") is { Length: > 0 } native
        ? Path.GetFullPath(native, Repository)
        : null;

    /// <summary>Publishes it below a folder, unless <c>BINDLE2OCI_BINARY</c> names a native binary.</summary>
    /// <returns>The path of the program.</returns>
    public static string Publish(string root)
    {
        if (Named is not null)
        {
            return Named;
        }

        var output = Path.Combine(root, "publish");
        var project = Path.Combine(Repository, "src", "Migrator.Cli");
        Run("dotnet", "publish", project, "-c", "Release", "-o", output, "-v", "quiet");
        return Path.Combine(output, "bindle2oci");
    }

    /// <summary>Publishes the native binary below a folder, unless <c>BINDLE2OCI_BINARY</c> names one.</summary>
    /// <returns>The path of the program.</returns>
    public static string PublishNative(string root)
    {
        if (Named is not null)
        {
            return Named;
        }

        var output = Path.Combine(root, "native");
        Run(Path.Combine(Repository, ".ci", "native"), "linux-x64", output);
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
