using System.Text;
using Migrator.Oci.Model;

namespace Migrator.Oci.Tests.Model;

public sealed class ImageIndexTest
{
    [Fact]
    public void ToBytes_Empty_IsCanonical() => Assert.Equal(
        """{"manifests":[],"mediaType":"application/vnd.oci.image.index.v1+json","schemaVersion":2}""",
        Encoding.UTF8.GetString(new ImageIndex().ToBytes()));

    [Fact]
    public void Parse_OwnBytes_GivesTheSameBytesAgain()
    {
        var index = new ImageIndex
        {
            MediaType = null,
            ArtifactType = "a",
            Manifests = [Descriptor.Of("m", "1"u8), Descriptor.Of("m", "1"u8)],
            Subject = Descriptor.Of("s", "2"u8),
            Annotations = AnnotationMap.Empty.Add("k", "v"),
        };
        Assert.Equal(index.ToBytes(), ImageIndex.Parse(index.ToBytes()).ToBytes());
    }

    [Fact]
    public void Parse_AManifest_NamesWhatIsMissing() => Assert.Contains(
        "manifests: is missing",
        Assert.Throws<ManifestFormatException>(
            () => ImageIndex.Parse("{\"schemaVersion\":2,\"layers\":[]}"u8.ToArray())).Message,
        StringComparison.Ordinal);
}
