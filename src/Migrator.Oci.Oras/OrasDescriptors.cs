using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using OrasDescriptor = OrasProject.Oras.Oci.Descriptor;

namespace Migrator.Oci.Oras;

/// <summary>Descriptors, both ways.</summary>
internal static class OrasDescriptors
{
    public static OrasDescriptor ToOras(Descriptor descriptor) => new()
    {
        MediaType = descriptor.MediaType,
        Digest = descriptor.Digest.ToString(),
        Size = descriptor.Size,
        ArtifactType = descriptor.ArtifactType,
    };

    /// <exception cref="TargetException">Its digest is not SHA-256.</exception>
    public static Descriptor FromOras(OrasDescriptor descriptor, string target) => new()
    {
        MediaType = descriptor.MediaType,
        Digest = Digest.TryParse(descriptor.Digest, out var digest)
            ? digest
            : throw new TargetException(target, $"{target}: '{descriptor.Digest}' is no SHA-256 digest."),
        Size = descriptor.Size,
        ArtifactType = descriptor.ArtifactType,
        Annotations = descriptor.Annotations is { } annotations
            ? AnnotationMap.Empty.AddRange(annotations)
            : AnnotationMap.Empty,
    };
}
