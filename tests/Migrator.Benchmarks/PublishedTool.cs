using System.Diagnostics;

namespace Migrator.Benchmarks;

/// <summary>The command line, published as users have it.</summary>
internal static class PublishedTool
{
    /// <summary>Publishes it below a folder.</summary>
    /// <returns>The path of the program.</returns>
    public static string Publish(string root)
    {
        var repository = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(repository, "Migrator.sln")))
        {
            repository = Path.GetDirectoryName(repository)!;
        }

        var output = Path.Combine(root, "publish");
        var project = Path.Combine(repository, "src", "Migrator.Cli");
        var start = new ProcessStartInfo("dotnet", ["publish", project, "-c", "Release", "-o", output, "-v", "quiet"]);
        using var publish = Process.Start(start)!;
        publish.WaitForExit();
        return publish.ExitCode == 0
            ? Path.Combine(output, "bindle2oci")
            : throw new InvalidOperationException($"dotnet publish ended with {publish.ExitCode}.");
    }
}
