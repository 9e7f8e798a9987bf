using System.Xml.Linq;
using Migrator.Testing;

namespace Migrator.Shipping.Tests;

/// <summary>All packages, packed once, and a folder outside the repository for a program that uses them.</summary>
public sealed class PackedLibraries : IAsyncLifetime, IDisposable
{
    private static readonly string[] Projects =
    [
        "Migrator.Bindle", "Migrator.Oci", "Migrator.Conversion", "Migrator.Cloud", "Migrator.Engine", "Migrator.Cli",
    ];

    private readonly TempFolder _temp = new();

    /// <summary>The ids of the libraries' packages, from the bottom up.</summary>
    public static IReadOnlyList<string> Libraries { get; } = Projects[..^1];

    /// <summary>The ids of all packages.</summary>
    public static IReadOnlyList<string> Ids { get; } = [.. Libraries, "bindle2oci"];

    /// <summary>Where the packages lie.</summary>
    public string Folder => _temp.Combine("packages");

    /// <summary>A folder that knows the packages as a source.</summary>
    public string Consumer => _temp.Combine("consumer");

    /// <summary>The SDK there, with an empty home and an empty cache of packages.</summary>
    internal Dotnet Newcomer => new(Consumer, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["HOME"] = _temp.Combine("home"),
        ["DOTNET_CLI_HOME"] = _temp.Combine("home"),
        ["NUGET_PACKAGES"] = _temp.Combine("cache"),
        ["MSBUILDDISABLENODEREUSE"] = "1",
    });

    /// <summary>A package, or its symbols.</summary>
    public string PathOf(string id, string extension = "nupkg") =>
        Path.Combine(Folder, $"{id}.{NativeBinary.Version}.{extension}");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var home = new Dotnet(RepositoryRoot.Path, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["MSBUILDDISABLENODEREUSE"] = "1",
        });
        foreach (var project in Projects)
        {
            await home.SucceedAsync(
                "pack", $"src/{project}", "-c", Dotnet.Configuration, "--no-build", "-o", Folder, "--nologo");
        }

        Directory.CreateDirectory(_temp.Combine("home"));
        Directory.CreateDirectory(Consumer);
        await WriteSourcesAsync(home);
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _temp.Dispose();

    // The sources that this machine has anyway, and the folder: our packages come from it alone.
    private async Task WriteSourcesAsync(Dotnet home)
    {
        var usual = (await home.SucceedAsync("nuget", "list", "source", "--format", "Short"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.StartsWith("E ", StringComparison.Ordinal))
            .Select((line, number) => Source($"usual-{number}", line[2..].Trim(), "*"));
        var ours = new XElement("packageSource", new XAttribute("key", "ours"), Ids.Select(Pattern));
        var sources = usual.Append((Source("ours", Folder, "").Source, ours)).ToList();
        new XElement(
            "configuration",
            new XElement("packageSources", new XElement("clear"), sources.Select(source => source.Item1)),
            new XElement("packageSourceMapping", new XElement("clear"), sources.Select(source => source.Item2)))
            .Save(Path.Combine(Consumer, "NuGet.config"));
    }

    private static (XElement Source, XElement Mapping) Source(string key, string place, string pattern) => (
        new XElement("add", new XAttribute("key", key), new XAttribute("value", place)),
        new XElement("packageSource", new XAttribute("key", key), Pattern(pattern)));

    private static XElement Pattern(string pattern) => new("package", new XAttribute("pattern", pattern));
}
