using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Conversion;

/// <summary>One blob of an artifact: what it must be, and where its bytes are.</summary>
/// <param name="Descriptor">What the bytes must be.</param>
/// <param name="Open">Opens the bytes; may be called again.</param>
public sealed record ArtifactBlob(Descriptor Descriptor, BlobOpener Open);
