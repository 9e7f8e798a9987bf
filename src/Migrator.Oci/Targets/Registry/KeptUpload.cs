namespace Migrator.Oci.Targets.Registry;

/// <summary>How far an upload has come.</summary>
/// <param name="Location">
/// Where it goes on. To some registries that alone is a permission to write: keep it from others.
/// </param>
/// <param name="Offset">How many bytes the registry has acknowledged.</param>
public sealed record KeptUpload(Uri Location, long Offset);
