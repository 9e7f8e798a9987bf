using System.Collections.Immutable;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Conversion;

/// <summary>
/// What a profile assembles: a manifest and the blobs that it names. The converter makes the artifact of it.
/// </summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="Blobs">Every blob, each digest once, config last.</param>
internal sealed record ArtifactDraft(Manifest Manifest, ImmutableArray<ArtifactBlob> Blobs)
{
    /// <summary>Puts a plain manifest together, without media type or annotations, as Spin does.</summary>
    /// <param name="config">The config blob.</param>
    /// <param name="layers">The layers, in order; repeats stay in the manifest and are pushed once.</param>
    public static ArtifactDraft Of(ArtifactBlob config, ImmutableArray<ArtifactBlob> layers)
    {
        var manifest = new Manifest
        {
            Config = config.Descriptor,
            Layers = [.. layers.Select(layer => layer.Descriptor)],
        };
        var others = layers.DistinctBy(layer => layer.Descriptor.Digest)
            .Where(layer => layer.Descriptor.Digest != config.Descriptor.Digest);
        return new ArtifactDraft(manifest, [.. others, config]);
    }

    /// <summary>A blob of bytes in memory.</summary>
    /// <param name="mediaType">Its media type.</param>
    /// <param name="content">Its bytes; the caller keeps them as they are.</param>
    public static ArtifactBlob BlobOf(string mediaType, ReadOnlyMemory<byte> content)
    {
        BlobOpener open = _ => ValueTask.FromResult<Stream>(new MemoryStream(content.ToArray(), writable: false));
        return new ArtifactBlob(Descriptor.Of(mediaType, content.Span), open);
    }
}
