using System.Text.Json.Nodes;
using Migrator.Conversion.Spin;
using Migrator.Conversion.Tests.Spin;
using Migrator.Oci.Model;
using Migrator.Testing;

namespace Migrator.Conversion.Tests.Golden;

/// <summary>The apps of the golden data that Spin 3 packs into archive layers, read by <c>tar</c>.</summary>
public sealed class ArchiveGoldenTests
{
    private static readonly ConversionOptions Options = new() { Profile = Profile.Spin2 };

    [SharedTheory]
    [InlineData("made/files-499")]
    [InlineData("made/files-500")]
    [InlineData("made/files-many")]
    public async Task ConvertAsync_ManyFiles_PacksEveryFileOfTheLockedApp(string app)
    {
        var artifact = (await GoldenApp.ConvertAsync(app, Options)).Artifact!;
        var locked = JsonNode.Parse(await artifact.BlobAsync(artifact.Manifest.Layers[^1].Digest))!;
        var archives = artifact.Manifest.Layers.Where(layer => layer.MediaType == SpinMediaTypes.Archive).ToList();
        var mounts = locked["components"]!.AsArray().Where(component => component!["files"] is not null).ToList();

        Assert.Equal(mounts.Count, archives.Count);
        foreach (var (mount, archive) in mounts.Zip(archives))
        {
            using var folder = new TempFolder();
            var extracted = await ExtractAsync(folder, await artifact.BlobAsync(archive.Digest));
            var files = mount!["files"]!.AsArray();
            var expected = files.ToDictionary(file => (string)file!["path"]!, file => (string)file!["digest"]!);
            Assert.Equal(expected, extracted);
        }
    }

    [SharedTheory]
    [InlineData("made/files-many")]
    public async Task ConvertAsync_Twice_GivesTheSameArtifact(string app)
    {
        var first = (await GoldenApp.ConvertAsync(app, Options)).Artifact!;
        var second = (await GoldenApp.ConvertAsync(app, Options)).Artifact!;

        Assert.Equal(first.Descriptor, second.Descriptor);
    }

    private static async Task<Dictionary<string, string>> ExtractAsync(TempFolder folder, byte[] archive)
    {
        var file = folder.Combine("layer.tar.gz");
        var target = Directory.CreateDirectory(folder.Combine("out")).FullName;
        await File.WriteAllBytesAsync(file, archive);
        var tar = await Tool.RunAsync("tar", "xzf", file, "-C", target);
        Assert.True(tar.ExitCode == 0 && tar.Error.Length == 0, tar.Error);
        return Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories).ToDictionary(
            path => Path.GetRelativePath(target, path).Replace('\\', '/'),
            path => Digest.Of(File.ReadAllBytes(path)).ToString());
    }
}
