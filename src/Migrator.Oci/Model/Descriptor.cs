using System.Collections.Immutable;

namespace Migrator.Oci.Model;

/// <summary>What a manifest or index says of a blob (OCI image spec, descriptor.md).</summary>
public sealed record Descriptor
{
    /// <summary>The media type of the blob.</summary>
    public required string MediaType { get; init; }

    /// <summary>The digest of the blob.</summary>
    public required Digest Digest { get; init; }

    /// <summary>The length of the blob in bytes, 0 to 2^63-1.</summary>
    public required long Size { get; init; }

    /// <summary>What kind of artifact the blob, a manifest, is; null when not said.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>Annotations, keys in UTF-8 byte order; empty when there are none.</summary>
    public ImmutableSortedDictionary<string, string> Annotations { get; init; } = AnnotationMap.Empty;

    /// <summary>Describes bytes in memory.</summary>
    /// <param name="mediaType">Their media type.</param>
    /// <param name="content">The bytes.</param>
    /// <returns>The descriptor.</returns>
    public static Descriptor Of(string mediaType, ReadOnlySpan<byte> content) =>
        new() { MediaType = mediaType, Digest = Digest.Of(content), Size = content.Length };
}
