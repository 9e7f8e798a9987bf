using Migrator.Oci.Model;

namespace Migrator.Oci.Targets;

/// <summary>An entry of an <c>index.json</c> as it stands there; its manifest need not be readable.</summary>
/// <param name="Tag">Its <c>org.opencontainers.image.ref.name</c>; null when it has none.</param>
/// <param name="Descriptor">What it says; null when its digest is of a kind that is not read, such as SHA-512.</param>
public sealed record ListedManifest(string? Tag, Descriptor? Descriptor);
