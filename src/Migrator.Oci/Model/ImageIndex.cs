using System.Collections.Immutable;
using Migrator.Oci.Json;

namespace Migrator.Oci.Model;

/// <summary>An image index: a list of manifests (OCI image spec, image-index.md).</summary>
public sealed record ImageIndex
{
    /// <summary>The most bytes of an index that are read: 4 MiB, as for a manifest.</summary>
    public const int MaxBytes = Manifest.MaxBytes;

    /// <summary>The body's own media type; null when it has none.</summary>
    public string? MediaType { get; init; } = MediaTypes.ImageIndex;

    /// <summary>The kind of artifact; null when not said.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>The manifests, in order, repeats kept.</summary>
    public ImmutableArray<Descriptor> Manifests { get; init; } = [];

    /// <summary>The manifest that this index speaks about; null when it stands alone.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>Annotations, keys in UTF-8 byte order; empty when there are none.</summary>
    public ImmutableSortedDictionary<string, string> Annotations { get; init; } = AnnotationMap.Empty;

    /// <summary>Reads an index; members that this library does not know, such as platforms, are passed over.</summary>
    /// <param name="json">The bytes, at most <see cref="MaxBytes"/>.</param>
    /// <returns>The index. Writing it gives canonical bytes, which need not be those that were read.</returns>
    /// <exception cref="ManifestFormatException">
    /// The bytes are anything else than an image index with SHA-256 digests.
    /// </exception>
    public static ImageIndex Parse(ReadOnlyMemory<byte> json) => ContentReader.Read(json, "index", MaxBytes, Read);

    /// <summary>Writes the index in canonical form: the same index, the same bytes.</summary>
    /// <returns>The bytes: UTF-8, no white space, members sorted; what is not set is left out.</returns>
    public byte[] ToBytes()
    {
        var json = new StableJsonWriter(JsonForm.Canonical);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", 2);
        ContentWriter.WriteWhenSet(json, "mediaType", MediaType);
        ContentWriter.WriteWhenSet(json, "artifactType", ArtifactType);
        ContentWriter.WriteDescriptors(json, "manifests", Manifests);
        ContentWriter.WriteSubject(json, Subject);
        ContentWriter.WriteAnnotations(json, Annotations);
        json.WriteEndObject();
        return json.ToArray();
    }

    internal static ImageIndex Read(JsonObject json)
    {
        ContentReader.RequireSchemaVersion(json);
        return new ImageIndex
        {
            MediaType = json.TextOrNull("mediaType"),
            ArtifactType = json.TextOrNull("artifactType"),
            Manifests = [.. json.Objects("manifests").Select(ContentReader.Descriptor)],
            Subject = json.ObjectOrNull("subject") is { } subject ? ContentReader.Descriptor(subject) : null,
            Annotations = ContentReader.Annotations(json),
        };
    }
}
