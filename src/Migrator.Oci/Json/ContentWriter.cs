using System.Collections.Immutable;
using Migrator.Oci.Model;

namespace Migrator.Oci.Json;

/// <summary>Writes the parts that manifests and indexes share.</summary>
internal static class ContentWriter
{
    public static void WriteDescriptor(StableJsonWriter json, Descriptor descriptor)
    {
        json.WriteStartObject(sortMembers: true);
        json.WriteString("mediaType", descriptor.MediaType);
        json.WriteString("digest", descriptor.Digest.ToString());
        json.WriteNumber("size", descriptor.Size);
        WriteWhenSet(json, "artifactType", descriptor.ArtifactType);
        WriteAnnotations(json, descriptor.Annotations);
        json.WriteEndObject();
    }

    public static void WriteDescriptors(StableJsonWriter json, string name, ImmutableArray<Descriptor> descriptors)
    {
        json.WriteName(name);
        json.WriteStartArray();
        foreach (var descriptor in descriptors)
        {
            WriteDescriptor(json, descriptor);
        }

        json.WriteEndArray();
    }

    public static void WriteSubject(StableJsonWriter json, Descriptor? subject)
    {
        if (subject is not null)
        {
            json.WriteName("subject");
            WriteDescriptor(json, subject);
        }
    }

    public static void WriteWhenSet(StableJsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    public static void WriteAnnotations(StableJsonWriter json, ImmutableSortedDictionary<string, string> annotations)
    {
        if (annotations.IsEmpty)
        {
            return;
        }

        json.WriteName("annotations");
        json.WriteStartObject(sortMembers: true);
        foreach (var (name, value) in annotations)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }
}
