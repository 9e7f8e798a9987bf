namespace Migrator.Testing.Registries;

/// <summary>A blob the registry has taken.</summary>
/// <param name="Digest"><c>sha256:HEX</c>, computed by the registry itself.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Open">Opens its bytes; null when the registry only counted and hashed them.</param>
public sealed record StoredBlob(string Digest, long Size, Func<Stream>? Open);
