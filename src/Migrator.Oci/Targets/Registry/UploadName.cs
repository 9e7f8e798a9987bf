using Migrator.Oci.Model;

namespace Migrator.Oci.Targets.Registry;

/// <summary>Which upload is meant.</summary>
/// <param name="Repository">Where to: the registry's host, and the repository.</param>
/// <param name="Blob">The blob.</param>
public sealed record UploadName(string Repository, Digest Blob);
