using System.Collections.Immutable;

namespace Migrator.Oci.Model;

/// <summary>An image manifest (OCI image spec, manifest.md).</summary>
public sealed record Manifest
{
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
}
