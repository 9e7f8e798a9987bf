using System.Collections.Immutable;
using Migrator.Oci.Json;
using Migrator.Oci.Model;

namespace Migrator.Oci.Targets;

/// <summary>What a target must know of a manifest or index that it holds.</summary>
/// <param name="Blobs">What it names and needs: config and layers, or manifests.</param>
/// <param name="Subject">The manifest that it speaks about; it need not be there.</param>
/// <param name="ArtifactType">
/// Its artifact type: its own, else its config's media type (OCI distribution spec, referrers).
/// </param>
/// <param name="Annotations">Its annotations.</param>
internal sealed record ManifestFacts(
    ImmutableArray<Descriptor> Blobs,
    Digest? Subject,
    string? ArtifactType,
    ImmutableSortedDictionary<string, string> Annotations)
{
    /// <summary>Reads an image manifest or an image index.</summary>
    /// <exception cref="ManifestFormatException">The bytes are neither.</exception>
    public static ManifestFacts Read(ReadOnlyMemory<byte> json) =>
        ContentReader.Read(json, "manifest", Manifest.MaxBytes, OfObject);

    /// <summary>The media type of a manifest that does not say it.</summary>
    public static string MediaTypeOf(ReadOnlyMemory<byte> json) => ContentReader.Read(
        json,
        "manifest",
        Manifest.MaxBytes,
        manifest => manifest.TextOrNull("mediaType")
            ?? (manifest.Has("manifests") ? MediaTypes.ImageIndex : MediaTypes.ImageManifest));

    private static ManifestFacts OfObject(JsonObject json) =>
        json.Has("manifests") ? Of(ImageIndex.Read(json)) : Of(Manifest.Read(json));

    private static ManifestFacts Of(Manifest manifest) => new(
        [manifest.Config, .. manifest.Layers],
        manifest.Subject?.Digest,
        manifest.ArtifactType ?? manifest.Config.MediaType,
        manifest.Annotations);

    private static ManifestFacts Of(ImageIndex index) =>
        new(index.Manifests, index.Subject?.Digest, index.ArtifactType, index.Annotations);
}
