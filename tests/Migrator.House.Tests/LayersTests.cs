using System.Xml.Linq;
using Migrator.Testing;

namespace Migrator.House.Tests;

/// <summary>Holds the table of layers in src/README.md: each project refers to exactly what stands here.</summary>
public sealed class LayersTests
{
    private static readonly Dictionary<string, string[]> Projects = new(StringComparer.Ordinal)
    {
        ["Migrator.Bindle"] = [],
        ["Migrator.Cloud"] = [],
        ["Migrator.Oci"] = [],
        ["Migrator.Oci.Oras"] = ["Migrator.Oci"],
        ["Migrator.Conversion"] = ["Migrator.Bindle", "Migrator.Oci"],
        ["Migrator.Engine"] = ["Migrator.Bindle", "Migrator.Conversion", "Migrator.Oci"],
        ["Migrator.Cli"] = ["Migrator.Engine"],
    };

    private static readonly Dictionary<string, string[]> Packages = new(StringComparer.Ordinal)
    {
        ["Migrator.Bindle"] = ["NSec.Cryptography", "Semver", "Tomlyn"],
        ["Migrator.Cloud"] = [],
        ["Migrator.Oci"] = ["Microsoft.Extensions.Logging.Abstractions"],
        ["Migrator.Oci.Oras"] = ["OrasProject.Oras"],
        ["Migrator.Conversion"] = ["SharpZipLib"],
        ["Migrator.Engine"] =
        [
            "Microsoft.Data.Sqlite", "Microsoft.Extensions.DependencyInjection.Abstractions",
            "Microsoft.Extensions.Logging.Abstractions", "Polly.Core",
        ],
        ["Migrator.Cli"] = ["Spectre.Console", "System.CommandLine"],
    };

    public static TheoryData<string> Names => [.. Projects.Keys];

    [Fact]
    public void Source_EveryProject_IsInTheTable()
    {
        var found = Directory.GetFiles(RepositoryRoot.Combine("src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)!);

        Assert.Equal(Projects.Keys.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Project_References_AreTheEdgesOfTheTable(string name)
    {
        var found = References(name, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)!);

        AssertEdges(name, Projects[name], found);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Project_Packages_AreThoseOfTheTable(string name) =>
        AssertEdges(name, Packages[name], References(name, "PackageReference"));

    [Fact]
    public void Table_Edges_OnlyGoDown()
    {
        string[] fromBottom =
        [
            "Migrator.Bindle", "Migrator.Oci", "Migrator.Oci.Oras", "Migrator.Conversion", "Migrator.Cloud",
            "Migrator.Engine", "Migrator.Cli",
        ];

        var upward = from project in Projects
                     from reference in project.Value
                     where Array.IndexOf(fromBottom, reference) >= Array.IndexOf(fromBottom, project.Key)
                     select $"{project.Key} -> {reference}";

        Assert.Empty(upward);
    }

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(RepositoryRoot.Combine("src", project, project + ".csproj"))
            .Descendants(kind)
            .Select(element => (string)element.Attribute("Include")!);

    private static void AssertEdges(string project, IEnumerable<string> allowed, IEnumerable<string> found)
    {
        var wrong = found.Except(allowed, StringComparer.Ordinal).Select(edge => $"{project} -> {edge} is not allowed")
            .Concat(allowed.Except(found, StringComparer.Ordinal)
                .Select(edge => $"{project} -> {edge} is gone: mend the table"));

        Assert.Empty(wrong);
    }
}
