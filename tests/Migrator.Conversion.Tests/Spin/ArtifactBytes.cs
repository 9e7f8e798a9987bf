using System.Text;
using Migrator.Oci.Model;

namespace Migrator.Conversion.Tests.Spin;

/// <summary>The bytes of an artifact as texts, so that a test that fails shows where.</summary>
internal static class ArtifactBytes
{
    public static string ManifestText(this Artifact artifact) => Encoding.UTF8.GetString(artifact.ManifestBytes.Span);

    public static async Task<string> ConfigTextAsync(this Artifact artifact) =>
        Encoding.UTF8.GetString(await artifact.BlobAsync(artifact.Manifest.Config.Digest));

    public static async Task<byte[]> BlobAsync(this Artifact artifact, Digest digest)
    {
        var blob = artifact.Blobs.Single(blob => blob.Descriptor.Digest == digest);
        await using var stream = await blob.Open(CancellationToken.None);
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        return memory.ToArray();
    }
}
