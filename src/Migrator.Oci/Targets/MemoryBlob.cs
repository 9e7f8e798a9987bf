using System.Runtime.InteropServices;

namespace Migrator.Oci.Targets;

/// <summary>Bytes in memory as a stream.</summary>
internal static class MemoryBlob
{
    /// <summary>Opens bytes to read; an array is not copied.</summary>
    public static Stream Open(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);
}
