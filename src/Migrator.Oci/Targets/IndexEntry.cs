using System.Runtime.InteropServices;
using Migrator.Oci.Json;
using Migrator.Oci.Model;

namespace Migrator.Oci.Targets;

/// <summary>An entry of <c>index.json</c>, kept byte for byte.</summary>
/// <param name="Json">The entry as it stands in the index.</param>
/// <param name="Tag">Its <c>org.opencontainers.image.ref.name</c>; null when it has none.</param>
/// <param name="Descriptor">
/// What it says, less the tag; null when it is of a kind that is not read, such as SHA-512.
/// </param>
internal sealed record IndexEntry(ReadOnlyMemory<byte> Json, string? Tag, Descriptor? Descriptor)
{
    /// <summary>The annotation that holds the tag (OCI image spec, annotations.md).</summary>
    public const string TagAnnotation = "org.opencontainers.image.ref.name";

    /// <summary>Makes an entry.</summary>
    public static IndexEntry Of(Descriptor descriptor, string? tag)
    {
        var own = Untagged(descriptor);
        var written = tag is null ? own : own with { Annotations = own.Annotations.SetItem(TagAnnotation, tag) };
        var json = new StableJsonWriter(JsonForm.Canonical);
        ContentWriter.WriteDescriptor(json, written);
        return new IndexEntry(json.ToArray(), tag, own);
    }

    /// <summary>Reads an entry of someone else's.</summary>
    public static IndexEntry Read(JsonObject json)
    {
        var tag = json.ObjectOrNull("annotations")?.TextOrNull(TagAnnotation);
        var bytes = JsonMarshal.GetRawUtf8Value(json.Element).ToArray();
        var readable = Digest.TryParse(json.TextOrNull("digest"), out _);
        return new IndexEntry(bytes, tag, readable ? Untagged(ContentReader.Descriptor(json)) : null);
    }

    private static Descriptor Untagged(Descriptor descriptor)
    {
        var annotations = descriptor.Annotations.Remove(TagAnnotation);
        return descriptor with { Annotations = annotations.IsEmpty ? AnnotationMap.Empty : annotations };
    }
}
