namespace Migrator.Oci.Json;

/// <summary>A member of an object that is sorted when it ends.</summary>
/// <param name="Name">The name in UTF-8, not escaped.</param>
/// <param name="Start">Where the member starts in the buffer.</param>
internal readonly record struct JsonMember(byte[] Name, int Start);
