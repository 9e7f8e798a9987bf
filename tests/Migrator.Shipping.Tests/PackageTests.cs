using System.IO.Compression;
using System.Reflection.Metadata;
using System.Xml.Linq;

namespace Migrator.Shipping.Tests;

/// <summary>What is in the packages.</summary>
[Collection(PackageTestGroup.Name)]
public sealed class PackageTests(PackedLibraries packages)
{
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    public static TheoryData<string> All => [.. PackedLibraries.Ids];

    public static TheoryData<string> Libraries => [.. PackedLibraries.Libraries];

    [Theory]
    [MemberData(nameof(All))]
    public void Package_Metadata_SaysWhatItIs(string id)
    {
        using var package = ZipFile.OpenRead(packages.PathOf(id));
        var metadata = XDocument.Load(package.GetEntry($"{id}.nuspec")!.Open()).Root!.Elements().First();
        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;

        Assert.Equal("0.9.0", Value("version"));
        Assert.Equal("Apache-2.0", Value("license"));
        Assert.Equal("README.md", Value("readme"));
        Assert.Equal("icon.png", Value("icon"));
        Assert.True(Value("description").Length > 30);
        Assert.NotNull(package.GetEntry("icon.png"));
        using var readme = new StreamReader(package.GetEntry("README.md")!.Open());
        Assert.StartsWith("# " + id, readme.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Package_Tool_ReadmeBeginsWithWhatItIsAndHowItIsHad()
    {
        using var package = ZipFile.OpenRead(packages.PathOf("bindle2oci"));
        using var readme = new StreamReader(package.GetEntry("README.md")!.Open());

        var beginning = readme.ReadToEnd().Split("\n## ")[0];

        Assert.StartsWith("# bindle2oci\n\nMoves applications", beginning, StringComparison.Ordinal);
        Assert.Contains("\ndotnet tool install --global bindle2oci\n", beginning, StringComparison.Ordinal);
        Assert.Contains("\nbindle2oci migrate ", beginning, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Package_Library_IsOneAssemblyWithItsDocumentation(string id)
    {
        using var package = ZipFile.OpenRead(packages.PathOf(id));

        Assert.Equal(
            [$"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"],
            package.Entries.Select(entry => entry.FullName)
                .Where(name => name.StartsWith("lib/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Symbols_EverySource_IsInsideAndNamesNoMachine(string id)
    {
        using var package = ZipFile.OpenRead(packages.PathOf(id, "snupkg"));
        using var content = new MemoryStream();
        package.GetEntry($"lib/net10.0/{id}.pdb")!.Open().CopyTo(content);
        content.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(content);
        var symbols = provider.GetMetadataReader();

        Assert.NotEmpty(symbols.Documents);
        foreach (var handle in symbols.Documents)
        {
            var name = symbols.GetString(symbols.GetDocument(handle).Name);
            Assert.StartsWith("/src/", name, StringComparison.Ordinal);
            Assert.Contains(
                symbols.GetCustomDebugInformation(handle),
                information => symbols.GetGuid(symbols.GetCustomDebugInformation(information).Kind) == EmbeddedSource);
        }
    }
}
