using Migrator.Oci.Model;
using Migrator.Oci.References;
using Migrator.Oci.Targets;
using Migrator.Testing;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets;

/// <summary>Other people's tools judge what is written here, and write what is read here.</summary>
public sealed class ForeignReaderTest : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("oci:{0}/layout")]
    [InlineData("oci-archive:{0}/app.tar")]
    public async Task Skopeo_InspectRaw_PrintsTheManifestByteForByte(string form)
    {
        var place = Place(form);
        await PushAsync(place);
        Assert.Equal(
            System.Text.Encoding.UTF8.GetString(ManifestOf("a", "b").ToBytes()),
            await RunAsync("skopeo", "inspect", "--raw", $"{place}:1.0"));
    }

    [Theory]
    [InlineData("oci:{0}/layout")]
    [InlineData("oci-archive:{0}/app.tar")]
    public async Task Skopeo_CopyToARegistry_KeepsTheDigest(string form)
    {
        var place = Place(form);
        var image = await PushAsync(place);
        await using var registry = await RegistryProcess.StartAsync();
        var there = $"docker://{registry.Host}/app:1.0";
        await RunAsync("skopeo", "copy", "--preserve-digests", "--dest-tls-verify=false", $"{place}:1.0", there);
        var raw = await RunAsync("skopeo", "inspect", "--raw", "--tls-verify=false", there);
        Assert.Equal(image.Digest, Digest.Of(Bytes(raw)));
    }

    [Fact]
    public async Task Umoci_List_PrintsTheTags()
    {
        var place = Place("oci:{0}/layout");
        await PushAsync(place);
        var listed = await RunAsync("umoci", "ls", "--layout", _folder.Combine("layout"));
        Assert.Equal("1.0\n1.1\n", listed);
    }

    [Fact]
    public async Task Tar_List_ReadsAnArchive()
    {
        await PushAsync(Place("oci-archive:{0}/app.tar"));
        var names = await RunAsync("tar", "-tf", _folder.Combine("app.tar"));
        Assert.Contains("index.json\noci-layout\n", names, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oci:{0}/layout", "oci:{0}/copied")]
    [InlineData("oci:{0}/layout", "oci-archive:{0}/copied.tar")]
    [InlineData("oci-archive:{0}/app.tar", "oci:{0}/copied")]
    public async Task Skopeo_CopiesFirst_ItsOutcomeIsReadAndAddedTo(string form, string copiedForm)
    {
        var place = Place(form);
        var copied = Place(copiedForm);
        var image = await PushAsync(place);
        await RunAsync("skopeo", "copy", "--preserve-digests", $"{place}:1.0", $"{copied}:copy");

        await using (var target = await OciTargets.OpenAsync(TargetReference.Parse(copied), None))
        {
            Assert.Equal(image.Digest, (await target.ResolveOrNullAsync("copy", None))?.Digest);
            Assert.Equal(PushResult.AlreadyThere, await target.PushBlobAsync(Layer("a"), NoOpener, None));
            await PushImageAsync(target, "added", "a", "c");
        }

        foreach (var (tag, layers) in new[] { ("copy", new[] { "a", "b" }), ("added", ["a", "c"]) })
        {
            Assert.Equal(
                System.Text.Encoding.UTF8.GetString(ManifestOf(layers).ToBytes()),
                await RunAsync("skopeo", "inspect", "--raw", $"{copied}:{tag}"));
        }
    }

    public void Dispose() => _folder.Dispose();

    private string Place(string form) => form.Replace("{0}", _folder.Path, StringComparison.Ordinal);

    private static async Task<Descriptor> PushAsync(string place)
    {
        await using var target = await OciTargets.OpenAsync(TargetReference.Parse(place), None);
        var image = await PushImageAsync(target, "1.0", "a", "b");
        await target.TagAsync(image, "1.1", None);
        await PushManifestAsync(target, ManifestOf("a") with
        {
            MediaType = MediaTypes.ImageManifest,
            ArtifactType = "application/x-test",
            Subject = image,
            Annotations = AnnotationMap.Empty.Add("k", "two\nlines"),
        });
        return image;
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var result = await Tool.RunAsync(program, arguments);
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }
}
