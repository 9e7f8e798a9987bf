using System.Collections.Immutable;
using Migrator.Oci.Json;

namespace Migrator.Oci.Model;

/// <summary>An image manifest (OCI image spec, manifest.md).</summary>
public sealed record Manifest
{
    /// <summary>
    /// The most bytes of a manifest that are read: 4 MiB, what registries must accept and few exceed.
    /// </summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>The body's own media type; null when it has none, as in everything Spin writes.</summary>
    public string? MediaType { get; init; }

    /// <summary>The kind of artifact; null when not said.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>The config blob.</summary>
    public required Descriptor Config { get; init; }

    /// <summary>The layers, in order, repeats kept.</summary>
    public ImmutableArray<Descriptor> Layers { get; init; } = [];

    /// <summary>The manifest that this one speaks about; null when it stands alone.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>Annotations, keys in UTF-8 byte order; empty when there are none.</summary>
    public ImmutableSortedDictionary<string, string> Annotations { get; init; } = AnnotationMap.Empty;

    /// <summary>Reads a manifest; members that this library does not know are passed over.</summary>
    /// <param name="json">The bytes, at most <see cref="MaxBytes"/>.</param>
    /// <returns>The manifest. Writing it gives canonical bytes, which need not be those that were read.</returns>
    /// <exception cref="ManifestFormatException">
    /// The bytes are anything else than an image manifest with SHA-256 digests.
    /// </exception>
    public static Manifest Parse(ReadOnlyMemory<byte> json) => ContentReader.Read(json, "manifest", MaxBytes, Read);

    /// <summary>
    /// Writes the manifest in canonical form (spec/spin-oci.md 4.3): the same manifest, the same bytes.
    /// </summary>
    /// <returns>The bytes: UTF-8, no white space, members sorted; what is not set is left out.</returns>
    public byte[] ToBytes()
    {
        var json = new StableJsonWriter(JsonForm.Canonical);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", 2);
        ContentWriter.WriteWhenSet(json, "mediaType", MediaType);
        ContentWriter.WriteWhenSet(json, "artifactType", ArtifactType);
        json.WriteName("config");
        ContentWriter.WriteDescriptor(json, Config);
        ContentWriter.WriteDescriptors(json, "layers", Layers);
        ContentWriter.WriteSubject(json, Subject);
        ContentWriter.WriteAnnotations(json, Annotations);
        json.WriteEndObject();
        return json.ToArray();
    }

    internal static Manifest Read(JsonObject json)
    {
        ContentReader.RequireSchemaVersion(json);
        if (json.Has("manifests"))
        {
            throw json.Fault("manifests", "an image index, not an image manifest, has this member");
        }

        return new Manifest
        {
            MediaType = json.TextOrNull("mediaType"),
            ArtifactType = json.TextOrNull("artifactType"),
            Config = ContentReader.Descriptor(json.Object("config")),
            Layers = [.. json.Objects("layers").Select(ContentReader.Descriptor)],
            Subject = json.ObjectOrNull("subject") is { } subject ? ContentReader.Descriptor(subject) : null,
            Annotations = ContentReader.Annotations(json),
        };
    }
}
